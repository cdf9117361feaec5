* as a GAMS converter writes it: fixed columns, R and C names, a constant of the goal as its negative right side
NAME          GAMSMODEL
ROWS
 N  obj
 L  supply(seattle)
 L  supply(sandiego)
 G  demand(ny)
 G  demand(chicago)
COLUMNS
    ship1     obj             0.225   supply(seattle)    1.0
    ship1     demand(ny)        1.0
    ship2     obj             0.153   supply(seattle)    1.0
    ship2     demand(chicago)   1.0
    ship3     obj             0.225   supply(sandiego)   1.0
    ship3     demand(ny)        1.0
RHS
    RHS       obj             -17.5
    RHS       supply(seattle)  350   supply(sandiego)  600
    RHS       demand(ny)       325
    RHS       demand(chicago)  360
BOUNDS
ENDATA
