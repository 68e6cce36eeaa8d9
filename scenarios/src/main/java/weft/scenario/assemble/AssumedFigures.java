package weft.scenario.assemble;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import weft.topology.hardware.KernelFigures;

/**
 * Which figures of what kernels reach on a GPU are assumptions (as on an H100), since neither the
 * scenario nor the catalogue states them.
 *
 * @param matrix the efficiency of matrix products
 * @param attention that of the core of attention
 * @param memory that of the memory
 * @param variation the deviation from GPU to GPU
 */
public record AssumedFigures(boolean matrix, boolean attention, boolean memory, boolean variation) {

  /**
   * Of a scenario.
   *
   * @param wanted what it says of the kernels
   * @param gpuVariation what it says of the deviation; null to go by the catalogue
   */
  static AssumedFigures of(
      Kernels.Wanted wanted, @Nullable Double gpuVariation, KernelFigures known) {
    OptionalDouble matrix =
        switch (wanted.precision()) {
          case BF16, FP16 -> known.gemmEfficiency();
          case FP8 -> known.fp8GemmEfficiency();
        };
    OptionalDouble attention =
        switch (wanted.attention()) {
          case FUSED -> known.fusedAttentionEfficiency();
          case FLASH_1 -> known.flash1AttentionEfficiency();
          case UNFUSED -> known.unfusedAttentionEfficiency();
        };
    return new AssumedFigures(
        wanted.gemmEfficiency() == null && matrix.isEmpty(),
        wanted.attentionEfficiency() == null && attention.isEmpty(),
        wanted.memoryEfficiency() == null && known.memoryEfficiency().isEmpty(),
        gpuVariation == null && known.speedVariation().isEmpty());
  }
}
