package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import weft.scenario.packet.PacketPlan;

/** What the thresholds of switches came to, where a scenario leaves them to the fabric too. */
final class Thresholds {

  private Thresholds() {}

  /** All of them, each in words. */
  static List<String> of(PacketPlan plan) {
    List<String> items = new ArrayList<>();
    items.add(limit("buffer", plan.bufferBytes()));
    items.add(limit("queue", plan.queueBytes()));
    if (plan.marks()) {
      items.add(
          "marks from %s to %s of queue, up to %s"
              .formatted(
                  Format.bytes(plan.ecnMinBytes()),
                  Format.bytes(plan.ecnMaxBytes()),
                  Format.percent(plan.ecnProbability())));
    }
    if (plan.flowControl()) {
      items.add(
          "pauses above %s of a link, ended at %s, headroom %s"
              .formatted(
                  Format.bytes(plan.xoffBytes()),
                  Format.bytes(plan.xonBytes()),
                  Format.bytes(plan.headroomBytes())));
    }
    return items;
  }

  private static String limit(String what, long bytes) {
    return bytes == Long.MAX_VALUE ? "no limit of a " + what : what + " of " + Format.bytes(bytes);
  }
}
