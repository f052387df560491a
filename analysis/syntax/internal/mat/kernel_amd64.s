#include "textflag.h"

// The product kernels keep a block of rows × 16 sums in registers, two for a row, while
// they walk down k: one step reads sixteen numbers of b and one number of each row of a.
// R9 points three rows below SI; all strides are in bytes.

#define ARGS \
	MOVQ k+0(FP), CX     \
	MOVQ a+8(FP), SI     \
	MOVQ ars+16(FP), R8  \
	MOVQ aks+24(FP), R10 \
	MOVQ b+32(FP), BX    \
	MOVQ c+40(FP), DI    \
	MOVQ ldc+48(FP), R11 \
	MOVQ add+56(FP), R12 \
	LEAQ (SI)(R8*2), R9  \
	ADDQ R8, R9

#define ZERO(x, y) \
	VXORPS x, x, x \
	VXORPS y, y, y

#define STEP(addr, t, x, y) \
	VBROADCASTSS addr, t    \
	VFMADD231PS  Y12, t, x  \
	VFMADD231PS  Y13, t, y

#define LOADB \
	VMOVUPS (BX), Y12   \
	VMOVUPS 32(BX), Y13

#define STORE(x, y) \
	VMOVUPS x, (DI)   \
	VMOVUPS y, 32(DI) \
	ADDQ    R11, DI

#define ADDSTORE(x, y) \
	VADDPS  (DI), x, x   \
	VADDPS  32(DI), y, y \
	STORE(x, y)

// TANH replaces x by its hyperbolic tangent; R8 points to tanhTable.
#define TANH(x, x2, p, q) \
	VMINPS      (R8), x, x       \
	VMAXPS      32(R8), x, x     \
	VMULPS      x, x, x2         \
	VMOVUPS     64(R8), p        \
	VFMADD213PS 96(R8), x2, p    \
	VFMADD213PS 128(R8), x2, p   \
	VFMADD213PS 160(R8), x2, p   \
	VFMADD213PS 192(R8), x2, p   \
	VFMADD213PS 224(R8), x2, p   \
	VFMADD213PS 256(R8), x2, p   \
	VMOVUPS     288(R8), q       \
	VFMADD213PS 320(R8), x2, q   \
	VFMADD213PS 352(R8), x2, q   \
	VFMADD213PS 384(R8), x2, q   \
	VMULPS      p, x, x          \
	VDIVPS      q, x, x

#define SIGMOID(x, x2, p, q) \
	VMULPS      416(R8), x, x \
	TANH(x, x2, p, q)         \
	VMOVUPS     416(R8), p    \
	VFMADD213PS p, p, x

// func avx2x6(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)
TEXT ·avx2x6(SB), NOSPLIT, $0-64
	ARGS
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	ZERO(Y4, Y5)
	ZERO(Y6, Y7)
	ZERO(Y8, Y9)
	ZERO(Y10, Y11)

loop6:
	LOADB
	STEP((SI), Y14, Y0, Y1)
	STEP((SI)(R8*1), Y15, Y2, Y3)
	STEP((SI)(R8*2), Y14, Y4, Y5)
	STEP((R9), Y15, Y6, Y7)
	STEP((R9)(R8*1), Y14, Y8, Y9)
	STEP((R9)(R8*2), Y15, Y10, Y11)
	ADDQ R10, SI
	ADDQ R10, R9
	ADDQ $64, BX
	DECQ CX
	JNZ  loop6

	TESTQ R12, R12
	JNZ   add6
	STORE(Y0, Y1)
	STORE(Y2, Y3)
	STORE(Y4, Y5)
	STORE(Y6, Y7)
	STORE(Y8, Y9)
	STORE(Y10, Y11)
	VZEROUPPER
	RET

add6:
	ADDSTORE(Y0, Y1)
	ADDSTORE(Y2, Y3)
	ADDSTORE(Y4, Y5)
	ADDSTORE(Y6, Y7)
	ADDSTORE(Y8, Y9)
	ADDSTORE(Y10, Y11)
	VZEROUPPER
	RET

// func avx2x4(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)
TEXT ·avx2x4(SB), NOSPLIT, $0-64
	ARGS
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	ZERO(Y4, Y5)
	ZERO(Y6, Y7)

loop4:
	LOADB
	STEP((SI), Y14, Y0, Y1)
	STEP((SI)(R8*1), Y15, Y2, Y3)
	STEP((SI)(R8*2), Y14, Y4, Y5)
	STEP((R9), Y15, Y6, Y7)
	ADDQ R10, SI
	ADDQ R10, R9
	ADDQ $64, BX
	DECQ CX
	JNZ  loop4

	TESTQ R12, R12
	JNZ   add4
	STORE(Y0, Y1)
	STORE(Y2, Y3)
	STORE(Y4, Y5)
	STORE(Y6, Y7)
	VZEROUPPER
	RET

add4:
	ADDSTORE(Y0, Y1)
	ADDSTORE(Y2, Y3)
	ADDSTORE(Y4, Y5)
	ADDSTORE(Y6, Y7)
	VZEROUPPER
	RET

// func avx2x2(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)
TEXT ·avx2x2(SB), NOSPLIT, $0-64
	ARGS
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)

loop2:
	LOADB
	STEP((SI), Y14, Y0, Y1)
	STEP((SI)(R8*1), Y15, Y2, Y3)
	ADDQ R10, SI
	ADDQ $64, BX
	DECQ CX
	JNZ  loop2

	TESTQ R12, R12
	JNZ   add2
	STORE(Y0, Y1)
	STORE(Y2, Y3)
	VZEROUPPER
	RET

add2:
	ADDSTORE(Y0, Y1)
	ADDSTORE(Y2, Y3)
	VZEROUPPER
	RET

// func avx2x1(k int, a *float32, ars, aks int, b, c *float32, ldc, add int)
TEXT ·avx2x1(SB), NOSPLIT, $0-64
	ARGS
	ZERO(Y0, Y1)

loop1:
	LOADB
	STEP((SI), Y14, Y0, Y1)
	ADDQ R10, SI
	ADDQ $64, BX
	DECQ CX
	JNZ  loop1

	TESTQ R12, R12
	JNZ   add1
	STORE(Y0, Y1)
	VZEROUPPER
	RET

add1:
	ADDSTORE(Y0, Y1)
	VZEROUPPER
	RET

// func avx2Cell(n int, gates, prev, state, squashed, out *float32)
TEXT ·avx2Cell(SB), NOSPLIT, $0-48
	MOVQ n+0(FP), CX
	MOVQ gates+8(FP), SI
	MOVQ prev+16(FP), DI
	MOVQ state+24(FP), DX
	MOVQ squashed+32(FP), R10
	MOVQ out+40(FP), R11
	LEAQ ·tanhTable(SB), R8
	MOVQ CX, R9
	SHLQ $2, R9             // bytes of one gate
	LEAQ (SI)(R9*2), R12    // output gate
	XORQ AX, AX

cell8:
	VMOVUPS (SI)(AX*1), Y0
	SIGMOID(Y0, Y4, Y5, Y6)
	VMOVUPS Y0, (SI)(AX*1)
	LEAQ    (SI)(R9*1), BX
	VMOVUPS (BX)(AX*1), Y1
	SIGMOID(Y1, Y7, Y8, Y9)
	VMOVUPS Y1, (BX)(AX*1)
	VMOVUPS (R12)(AX*1), Y2
	SIGMOID(Y2, Y4, Y5, Y6)
	VMOVUPS Y2, (R12)(AX*1)
	LEAQ    (R12)(R9*1), BX
	VMOVUPS (BX)(AX*1), Y3
	TANH(Y3, Y7, Y8, Y9)
	VMOVUPS Y3, (BX)(AX*1)
	VMULPS  Y0, Y3, Y3
	VFMADD231PS (DI)(AX*1), Y1, Y3
	VMOVUPS Y3, (DX)(AX*1)
	TANH(Y3, Y4, Y5, Y6)
	VMOVUPS Y3, (R10)(AX*1)
	VMULPS  Y2, Y3, Y3
	VMOVUPS Y3, (R11)(AX*1)
	ADDQ    $32, AX
	CMPQ    AX, R9
	JLT     cell8
	VZEROUPPER
	RET

// func avx2Axpy(n int, s float32, x, y *float32)
TEXT ·avx2Axpy(SB), NOSPLIT, $0-32
	MOVQ         n+0(FP), CX
	VBROADCASTSS s+8(FP), Y0
	MOVQ         x+16(FP), SI
	MOVQ         y+24(FP), DI

axpy16:
	CMPQ        CX, $16
	JLT         axpy8
	VMOVUPS     (DI), Y1
	VMOVUPS     32(DI), Y2
	VFMADD231PS (SI), Y0, Y1
	VFMADD231PS 32(SI), Y0, Y2
	VMOVUPS     Y1, (DI)
	VMOVUPS     Y2, 32(DI)
	ADDQ        $64, SI
	ADDQ        $64, DI
	SUBQ        $16, CX
	JMP         axpy16

axpy8:
	CMPQ        CX, $8
	JLT         axpy1
	VMOVUPS     (DI), Y1
	VFMADD231PS (SI), Y0, Y1
	VMOVUPS     Y1, (DI)
	ADDQ        $32, SI
	ADDQ        $32, DI
	SUBQ        $8, CX

axpy1:
	TESTQ       CX, CX
	JZ          axpyEnd
	VMOVSS      (DI), X1
	VFMADD231SS (SI), X0, X1
	VMOVSS      X1, (DI)
	ADDQ        $4, SI
	ADDQ        $4, DI
	DECQ        CX
	JMP         axpy1

axpyEnd:
	VZEROUPPER
	RET

// func avx2Dot(n int, x, y *float32) float32
TEXT ·avx2Dot(SB), NOSPLIT, $0-28
	MOVQ   n+0(FP), CX
	MOVQ   x+8(FP), SI
	MOVQ   y+16(FP), DI
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1

dot16:
	CMPQ        CX, $16
	JLT         dot8
	VMOVUPS     (DI), Y2
	VMOVUPS     32(DI), Y3
	VFMADD231PS (SI), Y2, Y0
	VFMADD231PS 32(SI), Y3, Y1
	ADDQ        $64, SI
	ADDQ        $64, DI
	SUBQ        $16, CX
	JMP         dot16

dot8:
	VADDPS      Y1, Y0, Y0
	CMPQ        CX, $8
	JLT         dotSum
	VMOVUPS     (DI), Y2
	VFMADD231PS (SI), Y2, Y0
	ADDQ        $32, SI
	ADDQ        $32, DI
	SUBQ        $8, CX

dotSum:
	VEXTRACTF128 $1, Y0, X1
	VADDPS       X1, X0, X0
	VHADDPS      X0, X0, X0
	VHADDPS      X0, X0, X0

dot1:
	TESTQ       CX, CX
	JZ          dotEnd
	VMOVSS      (DI), X1
	VFMADD231SS (SI), X1, X0
	ADDQ        $4, SI
	ADDQ        $4, DI
	DECQ        CX
	JMP         dot1

dotEnd:
	VZEROUPPER
	MOVSS X0, ret+24(FP)
	RET
