package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import weft.scenario.assemble.AssumedFigures;
import weft.scenario.assemble.SlowestGpu;
import weft.sim.workload.llm.Accelerator;

/** What a GPU of the run computes and moves. */
final class ComputeLine {

  private ComputeLine() {}

  /**
   * In words; what nobody states of the GPU is marked.
   *
   * @param assumed which figures that is
   * @param what is as fast as the slowest GPU that others wait for
   * @param indent columns of the title
   */
  static String text(
      Accelerator gpu, AssumedFigures assumed, String what, SlowestGpu slowest, int indent) {
    List<String> items = new ArrayList<>();
    items.add(gpu.name());
    items.add(
        "%s dense, up to %s of it in matrix products%s"
            .formatted(
                Format.si(gpu.peakFlops(), "FLOP/s"),
                Format.percent(gpu.matrix().efficiency()),
                mark(assumed.matrix())));
    items.add(
        "attention %s of the 16-bit peak%s"
            .formatted(Format.percent(gpu.attentionEfficiency()), mark(assumed.attention())));
    items.add(
        "memory %s, %s of it%s"
            .formatted(
                Format.si(gpu.memoryBytesPerSecond(), "B/s"),
                Format.percent(gpu.memoryEfficiency()),
                mark(assumed.memory())));
    boolean varies = slowest.speed() != 1;
    if (varies) {
      items.add(
          "%s as fast as the slowest of %s, %s of the mean%s"
              .formatted(
                  what,
                  Format.count(slowest.gpus()),
                  Format.percent(slowest.speed()),
                  mark(assumed.variation())));
    }
    String line = Paragraph.items("Compute", indent, items);
    boolean isMarked =
        assumed.matrix()
            || assumed.attention()
            || assumed.memory()
            || (varies && assumed.variation());
    return isMarked
        ? line + Paragraph.words("", indent, "* assumed as on an H100: nobody has verified it")
        : line;
  }

  private static String mark(boolean assumed) {
    return assumed ? " *" : "";
  }
}
