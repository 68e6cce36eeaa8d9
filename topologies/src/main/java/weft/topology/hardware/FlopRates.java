package weft.topology.hardware;

import java.util.OptionalDouble;

/**
 * What one GPU does at most, in floating-point operations per second; each but the first empty
 * where the GPU does not have it, or nobody says so.
 *
 * @param bf16FlopPerSecond with BF16 operands
 * @param fp16FlopPerSecond with FP16 operands
 * @param fp8FlopPerSecond with FP8 operands
 * @param fp4FlopPerSecond with FP4 operands
 * @param tf32FlopPerSecond with TF32 operands
 * @param int8OpPerSecond with INT8 operands, integer operations per second
 * @param fp64FlopPerSecond with FP64 operands, without tensor cores
 * @param fp64TensorFlopPerSecond with FP64 operands on tensor cores
 */
public record FlopRates(
    double bf16FlopPerSecond,
    OptionalDouble fp16FlopPerSecond,
    OptionalDouble fp8FlopPerSecond,
    OptionalDouble fp4FlopPerSecond,
    OptionalDouble tf32FlopPerSecond,
    OptionalDouble int8OpPerSecond,
    OptionalDouble fp64FlopPerSecond,
    OptionalDouble fp64TensorFlopPerSecond) {

  static FlopRates from(Entry entry, String sparsity) {
    return new FlopRates(
        entry.flopPerSecond("bf16-" + sparsity),
        entry.optionalFlopPerSecond("fp16-" + sparsity),
        entry.optionalFlopPerSecond("fp8-" + sparsity),
        entry.optionalFlopPerSecond("fp4-" + sparsity),
        entry.optionalFlopPerSecond("tf32-" + sparsity),
        entry.optionalFlopPerSecond("int8-" + sparsity),
        entry.optionalFlopPerSecond("fp64-" + sparsity),
        entry.optionalFlopPerSecond("fp64-tensor-" + sparsity));
  }
}
