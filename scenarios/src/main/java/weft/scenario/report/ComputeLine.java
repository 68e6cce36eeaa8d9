package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import weft.scenario.assemble.SlowestGpu;
import weft.sim.workload.llm.Accelerator;

/** What a GPU of the run computes and moves. */
final class ComputeLine {

  private ComputeLine() {}

  /**
   * In words.
   *
   * @param what is as fast as the slowest GPU that others wait for
   * @param indent columns of the title
   */
  static String text(Accelerator gpu, String what, SlowestGpu slowest, int indent) {
    List<String> items = new ArrayList<>();
    items.add(gpu.name());
    items.add(
        "%s dense, up to %s of it in matrix products"
            .formatted(
                Format.si(gpu.peakFlops(), "FLOP/s"), Format.percent(gpu.matrix().efficiency())));
    items.add(
        "attention %s of the 16-bit peak".formatted(Format.percent(gpu.attentionEfficiency())));
    items.add(
        "memory %s, %s of it"
            .formatted(
                Format.si(gpu.memoryBytesPerSecond(), "B/s"),
                Format.percent(gpu.memoryEfficiency())));
    if (slowest.speed() != 1) {
      items.add(
          "%s as fast as the slowest of %s, %s of the mean"
              .formatted(what, Format.count(slowest.gpus()), Format.percent(slowest.speed())));
    }
    return Paragraph.items("Compute", indent, items);
  }
}
