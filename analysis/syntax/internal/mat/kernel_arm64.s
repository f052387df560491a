#include "textflag.h"

// The product kernels keep a block of rows × 16 sums in registers, four for a row, while
// they walk down k: one step reads sixteen numbers of b and one number of each row of a.
// All strides are in bytes.

#define ZERO(a, b, c, d) \
	VEOR a.B16, a.B16, a.B16 \
	VEOR b.B16, b.B16, b.B16 \
	VEOR c.B16, c.B16, c.B16 \
	VEOR d.B16, d.B16, d.B16

#define STEP(t, a, b, c, d) \
	VFMLA t.S4, V16.S4, a.S4 \
	VFMLA t.S4, V17.S4, b.S4 \
	VFMLA t.S4, V18.S4, c.S4 \
	VFMLA t.S4, V19.S4, d.S4

// STORE leaves R5 at the next row. Adding goes by way of a product with one in V25.
#define STORE(a, b, c, d) \
	VST1 [a.S4, b.S4, c.S4, d.S4], (R5) \
	ADD  R6, R5

#define ADDSTORE(a, b, c, d) \
	VLD1  (R5), [V16.S4, V17.S4, V18.S4, V19.S4] \
	VFMLA V25.S4, V16.S4, a.S4                   \
	VFMLA V25.S4, V17.S4, b.S4                   \
	VFMLA V25.S4, V18.S4, c.S4                   \
	VFMLA V25.S4, V19.S4, d.S4                   \
	STORE(a, b, c, d)

#define ARGS \
	MOVD k+0(FP), R0    \
	MOVD a+8(FP), R1    \
	MOVD ars+16(FP), R2 \
	MOVD aks+24(FP), R3 \
	MOVD b+32(FP), R4   \
	MOVD c+40(FP), R5   \
	MOVD ldc+48(FP), R6 \
	MOVD add+56(FP), R7

#define ONE \
	MOVD $0x3f800000, R8 \
	VDUP R8, V25.S4

// func neon4(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)
TEXT ·neon4(SB), NOSPLIT, $0-64
	ARGS
	ADD R2, R1, R9
	ADD R2, R9, R10
	ADD R2, R10, R11
	ZERO(V0, V1, V2, V3)
	ZERO(V4, V5, V6, V7)
	ZERO(V8, V9, V10, V11)
	ZERO(V12, V13, V14, V15)

loop4:
	VLD1.P 64(R4), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1R  (R1), [V20.S4]
	VLD1R  (R9), [V21.S4]
	VLD1R  (R10), [V22.S4]
	VLD1R  (R11), [V23.S4]
	STEP(V20, V0, V1, V2, V3)
	STEP(V21, V4, V5, V6, V7)
	STEP(V22, V8, V9, V10, V11)
	STEP(V23, V12, V13, V14, V15)
	ADD  R3, R1
	ADD  R3, R9
	ADD  R3, R10
	ADD  R3, R11
	SUBS $1, R0
	BNE  loop4

	CBNZ R7, add4
	STORE(V0, V1, V2, V3)
	STORE(V4, V5, V6, V7)
	STORE(V8, V9, V10, V11)
	STORE(V12, V13, V14, V15)
	RET

add4:
	ONE
	ADDSTORE(V0, V1, V2, V3)
	ADDSTORE(V4, V5, V6, V7)
	ADDSTORE(V8, V9, V10, V11)
	ADDSTORE(V12, V13, V14, V15)
	RET

// func neon1(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)
TEXT ·neon1(SB), NOSPLIT, $0-64
	ARGS
	ZERO(V0, V1, V2, V3)

loop1:
	VLD1.P 64(R4), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1R  (R1), [V20.S4]
	STEP(V20, V0, V1, V2, V3)
	ADD  R3, R1
	SUBS $1, R0
	BNE  loop1

	CBNZ R7, add1
	STORE(V0, V1, V2, V3)
	RET

add1:
	ONE
	ADDSTORE(V0, V1, V2, V3)
	RET
