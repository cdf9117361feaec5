NAME          RANGED
ROWS
 N  COST
 E  MIX
 L  CAP
 G  NEED
COLUMNS
    X1        COST         1.0   MIX          1.0
    X1        CAP          1.0
    X2        COST         2.0   MIX          1.0
    X2        NEED         1.0
RHS
    RHS       MIX          6.0   CAP          4.0
    RHS       NEED         9.0
RANGES
    RNG       MIX         -2.5   CAP          3.0
    RNG       NEED         5.0
ENDATA
