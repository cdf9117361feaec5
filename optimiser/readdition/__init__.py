"""Every rule added up again from the economy and the quantities of a plan.

Independent of the programme, which stands above this room and cannot be imported here: nothing knows of blocks of
rows, scales or solvers.  Each rule is written out a second time, year by year, in the economy's own units, by somebody
who has not looked at the first; each of the programme's rules names what adds it up.
"""
