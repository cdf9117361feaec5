NAME          BOUNDS
OBJSENSE
    MAX
ROWS
 N  GOAL
 G  SUM
 L  TOP
 G  REST
COLUMNS
    A         GOAL         1.0   SUM          1.0
    A         TOP          1.0
    B         SUM          1.0   REST         1.0
    C         SUM          1.0   TOP         -1.0
    D         REST         1.0
RHS
    RHS       SUM         20.0   TOP          3.0
    RHS       REST        -4.0
BOUNDS
 MI BND       A
 UP BND       A            6.0
 FX BND       B            2.5
 UP BND       C            4.0
 FR BND       D
ENDATA
