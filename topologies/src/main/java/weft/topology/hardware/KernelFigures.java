package weft.topology.hardware;

import java.util.OptionalDouble;

/**
 * What kernels of training reach on a GPU; empty where nobody has fitted it.
 *
 * @param gemmEfficiency share of the dense 16-bit peak that very large matrix products reach
 * @param gemmRamp size that says how fast smaller ones fall behind
 * @param fp8GemmEfficiency the same share of the dense FP8 peak
 * @param fusedAttentionEfficiency share of the dense 16-bit peak that current fused kernels reach
 *     in the core of attention
 * @param flash1AttentionEfficiency the same of those of 2022
 * @param unfusedAttentionEfficiency the same of products apart
 * @param memoryEfficiency share of the memory bandwidth that kernels reach
 * @param gapSeconds time between two kernels
 * @param speedVariation standard deviation of the speed from GPU to GPU, over the mean
 */
public record KernelFigures(
    OptionalDouble gemmEfficiency,
    OptionalDouble gemmRamp,
    OptionalDouble fp8GemmEfficiency,
    OptionalDouble fusedAttentionEfficiency,
    OptionalDouble flash1AttentionEfficiency,
    OptionalDouble unfusedAttentionEfficiency,
    OptionalDouble memoryEfficiency,
    OptionalDouble gapSeconds,
    OptionalDouble speedVariation) {

  static KernelFigures from(Entry entry) {
    return new KernelFigures(
        entry.optionalRatio("gemm-efficiency"),
        entry.optionalRatio("gemm-ramp"),
        entry.optionalRatio("fp8-gemm-efficiency"),
        entry.optionalRatio("fused-attention-efficiency"),
        entry.optionalRatio("flash-1-attention-efficiency"),
        entry.optionalRatio("unfused-attention-efficiency"),
        entry.optionalRatio("memory-efficiency"),
        entry.has("kernel-gap")
            ? OptionalDouble.of(entry.latencyPs("kernel-gap") / 1e12)
            : OptionalDouble.empty(),
        entry.optionalRatio("speed-variation"));
  }
}
