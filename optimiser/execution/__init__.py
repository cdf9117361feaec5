"""What becomes of a plan, or of a demand for which there is none, when it is carried out."""
