package weft.scenario.assemble;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.AttentionKernel;
import weft.scenario.spec.Precision;
import weft.scenario.spec.Schema;
import weft.sim.workload.llm.Accelerator;
import weft.sim.workload.llm.MatrixEngine;
import weft.topology.error.TopologyException;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.KernelFigures;

/**
 * What kernels reach on a GPU: as the scenario says, else as the catalogue says, else as on an H100
 * (assumption), with what was measured of its matrix products.
 */
final class Kernels {

  /**
   * Of the fastest product that somebody measured, the share that training reaches (assumption: as
   * on an H100, where 0.68 of the peak was fitted and 0.80 measured).
   */
  private static final double OF_MEASURED = 0.85;

  private static final double GEMM_EFFICIENCY = 0.68;

  /** FP8's efficiency over that of 16 bits (assumption: as on an H100, 0.64 and 0.68). */
  private static final double OF_WIDE = 0.94;

  private static final double GEMM_RAMP = 280;
  private static final double MEMORY_EFFICIENCY = 0.8;
  private static final double GAP_SECONDS = 3e-6;

  private Kernels() {}

  /**
   * What a scenario says of the kernels.
   *
   * @param gemmEfficiency and the others: null to go by the catalogue
   */
  record Wanted(
      Precision precision,
      AttentionKernel attention,
      @Nullable Double gemmEfficiency,
      @Nullable Double memoryEfficiency,
      @Nullable Double attentionEfficiency) {}

  /**
   * The GPU as a scenario uses it.
   *
   * @throws TopologyException if it does not compute in the scenario's precision
   */
  static Accelerator accelerator(Wanted wanted, Gpu gpu) {
    KernelFigures kernels = gpu.kernels();
    double ramp = kernels.gemmRamp().orElse(GEMM_RAMP);
    double efficiency = given(wanted.gemmEfficiency(), kernels.gemmEfficiency(), measured(gpu));
    MatrixEngine wide = new MatrixEngine(gpu.dense().bf16FlopPerSecond(), efficiency, ramp);
    MatrixEngine matrix =
        switch (wanted.precision()) {
          case BF16 -> wide;
          case FP16 ->
              new MatrixEngine(
                  stated(gpu, gpu.dense().fp16FlopPerSecond(), Precision.FP16), efficiency, ramp);
          case FP8 ->
              // A product that takes half as long has its starts and ends all the same.
              new MatrixEngine(
                  stated(gpu, gpu.dense().fp8FlopPerSecond(), Precision.FP8),
                  given(wanted.gemmEfficiency(), kernels.fp8GemmEfficiency(), OF_WIDE * efficiency),
                  2 * ramp);
        };
    return new Accelerator(
        gpu.label(),
        matrix,
        wide,
        attention(wanted, kernels),
        gpu.memoryBytesPerSecond(),
        given(wanted.memoryEfficiency(), kernels.memoryEfficiency(), MEMORY_EFFICIENCY),
        kernels.gapSeconds().orElse(GAP_SECONDS));
  }

  private static double attention(Wanted wanted, KernelFigures kernels) {
    return switch (wanted.attention()) {
      case FUSED -> given(wanted.attentionEfficiency(), kernels.fusedAttentionEfficiency(), 0.55);
      case FLASH_1 ->
          given(wanted.attentionEfficiency(), kernels.flash1AttentionEfficiency(), 0.25);
      case UNFUSED ->
          given(wanted.attentionEfficiency(), kernels.unfusedAttentionEfficiency(), 0.35);
    };
  }

  private static double measured(Gpu gpu) {
    return gpu.measuredBf16FlopPerSecond().isPresent()
        ? OF_MEASURED
            * gpu.measuredBf16FlopPerSecond().getAsDouble()
            / gpu.dense().bf16FlopPerSecond()
        : GEMM_EFFICIENCY;
  }

  private static double given(
      @Nullable Double scenario, OptionalDouble catalogue, double otherwise) {
    return scenario == null ? catalogue.orElse(otherwise) : scenario;
  }

  private static double stated(Gpu gpu, OptionalDouble rate, Precision precision) {
    return rate.orElseThrow(
        () ->
            new TopologyException(
                "nobody states how fast %s is in %s. Maybe precision: bf16."
                    .formatted(gpu.name(), Schema.text(precision))));
  }
}
