"""Five regions of the Soviet Union, 1928 to 1933: is the new iron and steel to stand on the Donbass or in the Urals?

Stylised: every figure is assumed, at the size of 1928, and none is looked up.  What households use is what is left of
each product in the base year, so that it adds up.

The South smelts the ore of Krivoi Rog with coal of the Donbass, a short haul, from deep mines and poor seams.  The
Urals have rich ore, and the coal of Kuznetsk lies open, but there are two thousand kilometres between them: a tonne of
steel takes nine times as much of the railway.  Building there is dearer and takes longer.  Which is built depends on
what haulage takes, on labour, and on how long the plan is.
"""

from optimiser.workbook.examples.five_regions.workbook import tables as tables
