package weft.sim.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;
import weft.sim.route.PinnedPaths;
import weft.sim.route.Router;
import weft.sim.transfer.LoneTimes;
import weft.sim.workload.FlowList;
import weft.sim.workload.PathLoops;

/** The paths of a list of flows. */
final class PinnedFlows {

  private PinnedFlows() {}

  /**
   * The router, with the paths that the flows ask for; itself if they ask for none.
   *
   * @throws CutOffException if one of these paths takes a link that fails
   */
  static Router router(Fabric fabric, FlowList flows, Router router, List<LinkFailure> failures) {
    if (!flows.isPinned()) {
      return router;
    }
    PinnedPaths pinned = null;
    for (int flow = 0; flow < flows.count(); flow++) {
      int[] path = flows.path(flow);
      int[] ackPath = flows.ackPath(flow);
      requireWhole(fabric, flow, path, failures);
      requireWhole(fabric, flow, ackPath, failures);
      if (pinned == null && (path != null || ackPath != null)) {
        pinned = new PinnedPaths(fabric, router);
      }
      if (pinned != null && path != null) {
        pinned.pin(flows.source(flow), flows.destination(flow), flows.number(flow), path);
      }
      if (pinned != null && ackPath != null) {
        pinned.pin(flows.destination(flow), flows.source(flow), flows.number(flow), ackPath);
      }
    }
    return pinned == null ? router : pinned;
  }

  /** Checks what a rate on each link of a path relies on. */
  static void requireNoLoops(Fabric fabric, FlowList flows) {
    if (!flows.isPinned()) {
      return;
    }
    PathLoops loops = new PathLoops(fabric);
    for (int flow = 0; flow < flows.count(); flow++) {
      int[] path = flows.path(flow);
      if (path == null) {
        continue;
      }
      int closing = loops.firstClosing(path);
      if (closing >= 0) {
        throw new IllegalArgumentException(
            "flow %d: its path has a loop, which %s closes. Maybe the same without it."
                .formatted(flow, fabric.linkName(path[closing])));
      }
    }
  }

  private static void requireWhole(
      Fabric fabric, int flow, int @Nullable [] path, List<LinkFailure> failures) {
    int failed = CutOffFlows.failed(path, failures);
    if (failed >= 0) {
      throw new CutOffException(
          "the path that flow %d is to take leads over %s, which has failed"
              .formatted(flow, fabric.linkName(failed)));
    }
  }

  /** How long each flow takes if it is alone, picoseconds. */
  static long[] idealsPs(Fabric fabric, FlowList flows, Router router) {
    LoneTimes times = new LoneTimes(fabric, router.paths());
    long[] ideals = new long[flows.count()];
    for (int flow = 0; flow < ideals.length; flow++) {
      int path = router.path(flows.source(flow), flows.destination(flow), flows.number(flow));
      ideals[flow] = times.timePs(path, flows.bytes(flow), flows.sharing(flow));
    }
    return ideals;
  }
}
