package weft.topology.hardware;

import java.util.OptionalDouble;

/**
 * What the tensor cores of one GPU do at most, in floating-point operations per second.
 *
 * @param bf16FlopPerSecond with BF16 operands
 * @param fp16FlopPerSecond with FP16 operands
 * @param fp8FlopPerSecond with FP8 operands, if the GPU has them
 */
public record FlopRates(
    double bf16FlopPerSecond, double fp16FlopPerSecond, OptionalDouble fp8FlopPerSecond) {

  static FlopRates from(Entry entry, String sparsity) {
    return new FlopRates(
        entry.flopPerSecond("bf16-" + sparsity),
        entry.flopPerSecond("fp16-" + sparsity),
        entry.optionalFlopPerSecond("fp8-" + sparsity));
  }
}
