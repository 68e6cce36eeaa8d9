package weft.topology.hardware;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A GPU, or another accelerator that stands in its place.
 *
 * @param name its name in scenario files, such as {@code h100}
 * @param label what people call it
 * @param dense peak without sparsity; what training can hope for
 * @param sparse peak with 2:4 structured sparsity, which is what data sheets like to print; empty
 *     if nobody states it
 * @param measuredBf16FlopPerSecond the best BF16 matrix multiplication that somebody measured, if
 *     anybody did
 * @param kernels what kernels of training reach
 * @param memoryBytes size of the high-bandwidth memory
 * @param memoryBytesPerSecond bandwidth of that memory
 * @param scaleUpRateBps what all its scale-up links carry each way, bits per second, if stated
 * @param library whose collectives it runs unless a scenario says otherwise; null if that is not
 *     known
 * @param power what it draws at most (TDP), watts; null if nobody knows
 * @param price what one costs, US dollars; null if nobody knows
 * @param asPrinted what the source document prints where that needs a correction, by figure; the
 *     catalogue's rows say which
 */
public record Gpu(
    String name,
    String label,
    FlopRates dense,
    Optional<FlopRates> sparse,
    OptionalDouble measuredBf16FlopPerSecond,
    KernelFigures kernels,
    long memoryBytes,
    long memoryBytesPerSecond,
    OptionalLong scaleUpRateBps,
    @Nullable CollectiveLibrary library,
    @Nullable Sourced power,
    @Nullable Sourced price,
    Map<String, String> asPrinted) {

  static Gpu from(Entry entry, Shelf<CollectiveLibrary> libraries) {
    return new Gpu(
        entry.name(),
        entry.text("label"),
        FlopRates.from(entry, "dense"),
        entry.has("bf16-sparse") ? Optional.of(FlopRates.from(entry, "sparse")) : Optional.empty(),
        entry.optionalFlopPerSecond("bf16-measured"),
        KernelFigures.from(entry),
        entry.bytes("memory"),
        entry.rateBps("memory-bandwidth") / Byte.SIZE,
        entry.has("scale-up-rate")
            ? OptionalLong.of(entry.rateBps("scale-up-rate"))
            : OptionalLong.empty(),
        entry.has("library") ? libraries.get(entry.text("library")) : null,
        entry.watts("power"),
        entry.dollars("price"),
        entry.texts("-as-printed"));
  }
}
