package weft.sim.packet.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Looks for a deadlock of flow control: ports that wait for each other in a circle.
 *
 * <p>A paused port waits for those ports of the next node that hold packets of its link and are
 * paused themselves; any other port sends what it holds. A circle of such ports never opens (Hu et
 * al.: Deadlocks in Datacenter Networks: Why Do They Form, and How to Avoid Them, HotNets 2016).
 * All of its packets are of one class, so each class is searched by itself.
 */
public final class PauseCycle {

  private static final int UNSEEN = 0;
  private static final int ON_PATH = 1;
  private static final int DONE = 2;

  private final PacketFabric fabric;
  private final Links links;
  private final SwitchPorts ports;

  /** A search over the present state. */
  public PauseCycle(PacketFabric fabric, Links links, SwitchPorts ports) {
    this.fabric = fabric;
    this.links = links;
    this.ports = ports;
  }

  /**
   * The links whose ports wait for each other, each for the one behind it and the last for the
   * first; empty if there is no circle.
   */
  public List<Integer> find() {
    for (int trafficClass = 0; trafficClass < Port.CLASSES; trafficClass++) {
      List<Integer> cycle = find(trafficClass);
      if (!cycle.isEmpty()) {
        return cycle;
      }
    }
    return List.of();
  }

  /** Depth first, with a stack of its own: circles may be long. */
  private List<Integer> find(int trafficClass) {
    int[] state = new int[links.count()];
    int[] next = new int[links.count()];
    Arrays.setAll(next, link -> fabric.firstLink(fabric.target(link)));
    List<Integer> path = new ArrayList<>();
    for (int start = 0; start < links.count(); start++) {
      if (state[start] != UNSEEN || !isPaused(start, trafficClass)) {
        continue;
      }
      path.add(start);
      state[start] = ON_PATH;
      while (!path.isEmpty()) {
        int port = path.get(path.size() - 1);
        int behind = next[port]++;
        if (behind == fabric.firstLink(fabric.target(port) + 1)) {
          state[port] = DONE;
          path.remove(path.size() - 1);
        } else if (state[behind] != DONE
            && isPaused(behind, trafficClass)
            && ports.holds(links.port(behind), trafficClass, port)) {
          if (state[behind] == ON_PATH) {
            return canonical(path.subList(path.indexOf(behind), path.size()));
          }
          state[behind] = ON_PATH;
          path.add(behind);
        }
      }
    }
    return List.of();
  }

  private boolean isPaused(int port, int trafficClass) {
    return links.port(port).isPaused(trafficClass);
  }

  /** From the least link on. */
  private static List<Integer> canonical(List<Integer> cycle) {
    List<Integer> turned = new ArrayList<>(cycle);
    Collections.rotate(turned, -turned.indexOf(Collections.min(turned)));
    return turned;
  }
}
