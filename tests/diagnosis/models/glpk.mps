* Problem:
* Class:      LP
* Rows:       4
* Columns:    3
NAME          PLAN
ROWS
 N  R0000000
 N  R0000009
 G  R0000001
 L  R0000002
 L  R0000003
COLUMNS
    C0000001  R0000000              1   R0000001              1
    C0000001  R0000002              1   R0000009              3
    C0000002  R0000000              1   R0000001              1
    C0000002  R0000003              1
    C0000003  R0000009              1
RHS
    RHS1      R0000001             10   R0000002              4
    RHS1      R0000003              5   R0000009             -7
ENDATA
