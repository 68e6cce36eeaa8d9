package weft.topology.hardware;

import java.util.OptionalDouble;

/**
 * A GPU.
 *
 * @param name its name in scenario files, such as {@code h100}
 * @param label what people call it
 * @param dense peak without sparsity; what training can hope for
 * @param sparse peak with 2:4 structured sparsity, which is what data sheets like to print
 * @param measuredBf16FlopPerSecond the best BF16 matrix multiplication that somebody measured, if
 *     anybody did
 * @param memoryBytes size of the high-bandwidth memory
 * @param memoryBytesPerSecond bandwidth of that memory
 */
public record Gpu(
    String name,
    String label,
    FlopRates dense,
    FlopRates sparse,
    OptionalDouble measuredBf16FlopPerSecond,
    long memoryBytes,
    long memoryBytesPerSecond) {

  static Gpu from(Entry entry) {
    return new Gpu(
        entry.name(),
        entry.text("label"),
        FlopRates.from(entry, "dense"),
        FlopRates.from(entry, "sparse"),
        entry.optionalFlopPerSecond("bf16-measured"),
        entry.bytes("memory"),
        entry.rateBps("memory-bandwidth") / Byte.SIZE);
  }
}
