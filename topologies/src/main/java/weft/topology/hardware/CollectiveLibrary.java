package weft.topology.hardware;

import org.jspecify.annotations.Nullable;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.Shares;
import weft.sim.collective.cost.Times;
import weft.topology.error.TopologyException;

/**
 * A library of collectives on a generation of GPUs, such as NCCL on Hopper.
 *
 * @param name its name in scenario files, such as {@code nccl-hopper}
 * @param label what people call it
 * @param costs what it costs beside the wire
 */
public record CollectiveLibrary(String name, String label, LibraryCosts costs) {

  static CollectiveLibrary from(Entry entry) {
    try {
      return new CollectiveLibrary(
          entry.name(),
          entry.text("label"),
          new LibraryCosts(
              times(entry, "launch"),
              steps(entry, "ring"),
              steps(entry, "tree"),
              entry.ratio("network-share-ll"),
              nvls(entry),
              entry.latencyPs("chunk-time"),
              entry.latencyPs("one-process-launch"),
              entry.latencyPs("blocking-launch")));
    } catch (IllegalArgumentException e) {
      throw new TopologyException("library " + entry.name() + ": " + e.getMessage(), e);
    }
  }

  private static LibraryCosts.Steps steps(Entry entry, String kind) {
    return new LibraryCosts.Steps(
        times(entry, kind + "-step"),
        times(entry, kind + "-network-step"),
        new Shares(
            entry.ratio(kind + "-share-ll"),
            entry.ratio(kind + "-share-ll128"),
            entry.ratio(kind + "-share-simple")));
  }

  private static Times times(Entry entry, String what) {
    return new Times(
        entry.latencyPs(what + "-ll"),
        entry.latencyPs(what + "-ll128"),
        entry.latencyPs(what + "-simple"));
  }

  private static LibraryCosts.@Nullable Nvls nvls(Entry entry) {
    if (!entry.has("nvls-ranks")) {
      return null;
    }
    return new LibraryCosts.Nvls(
        entry.latencyPs("nvls-launch"),
        entry.latencyPs("nvls-network-step"),
        entry.ratio("nvls-share"),
        entry.latencyPs("nvls-chunk-time-per-gpu"),
        entry.count("nvls-ranks"));
  }
}
