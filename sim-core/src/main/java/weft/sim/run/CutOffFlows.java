package weft.sim.run;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;
import weft.sim.route.NoPathException;
import weft.sim.route.UpDownRouter;
import weft.sim.workload.FlowList;

/** Finds, before a run, the flows and ranks that failed links leave no path. */
public final class CutOffFlows {

  private static final int NONE = -1;

  private CutOffFlows() {}

  /**
   * A flow that cannot be sent.
   *
   * @param flow its index
   * @param link the failed link of the path that it or its acknowledgements are to take; −1 if
   *     routing is to choose and finds none
   * @param isOfAcks whether that is the path of its acknowledgements
   */
  public record CutOff(int flow, int link, boolean isOfAcks) {}

  /**
   * The flows that cannot be sent, in their order. Who is cut off by what fails during a run, only
   * the run knows, but for flows whose path is set.
   */
  public static List<CutOff> of(Fabric fabric, FlowList flows, List<LinkFailure> failures) {
    UpDownRouter router = router(fabric, failures);
    Long2IntOpenHashMap known = new Long2IntOpenHashMap();
    List<CutOff> cutOff = new ArrayList<>();
    for (int flow = 0; flow < flows.count(); flow++) {
      int[] path = flows.path(flow);
      int failed = failed(path, failures);
      int failedBack = failed(flows.ackPath(flow), failures);
      if (failed != NONE || failedBack != NONE) {
        cutOff.add(new CutOff(flow, failed != NONE ? failed : failedBack, failed == NONE));
      } else if (path == null) {
        int source = flows.source(flow);
        int destination = flows.destination(flow);
        int joined =
            known.computeIfAbsent(
                (long) source << Integer.SIZE | destination,
                absent -> isJoined(router, source, destination) ? 1 : 0);
        if (joined == 0) {
          cutOff.add(new CutOff(flow, NONE, false));
        }
      }
    }
    return cutOff;
  }

  /**
   * Of endpoints that are all to reach each other, over others or at once, one that the first does
   * not reach, or that does not reach the first; −1 if there is none.
   */
  public static int apart(Fabric fabric, int[] endpoints, List<LinkFailure> failures) {
    UpDownRouter router = router(fabric, failures);
    for (int endpoint : endpoints) {
      int first = endpoints[0];
      if (endpoint != first
          && !(isJoined(router, first, endpoint) && isJoined(router, endpoint, first))) {
        return endpoint;
      }
    }
    return NONE;
  }

  private static UpDownRouter router(Fabric fabric, List<LinkFailure> failures) {
    return new UpDownRouter(fabric, 0).withFailures(LinkFailure.fromStart(failures));
  }

  /** A link of a path that fails at some time; −1 if none does. */
  static int failed(int @Nullable [] path, List<LinkFailure> failures) {
    for (int link : path == null ? new int[0] : path) {
      for (LinkFailure failure : failures) {
        if (link == failure.link()) {
          return link;
        }
      }
    }
    return NONE;
  }

  private static boolean isJoined(UpDownRouter router, int source, int destination) {
    try {
      router.path(source, destination, 0);
      return true;
    } catch (NoPathException e) {
      return false;
    }
  }
}
