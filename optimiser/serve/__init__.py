"""The local page: cells of an economy are changed, plans are found anew and shown side by side, scenarios are kept.

    browser  --changes-->  application  -->  edits, views    what the cells say with the changes, and what is wrong
                                        -->  answers         the plans with the changes, beside those without
                                        -->  keeping         the changes as a scenario, in a new workbook

The changes are kept by the page in its tab and come with every question; the program keeps none of them.
"""
