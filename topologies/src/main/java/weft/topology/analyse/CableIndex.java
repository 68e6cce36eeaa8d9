package weft.topology.analyse;

import java.util.Arrays;
import weft.topology.graph.Cable;
import weft.topology.graph.Topology;

/** A topology's cables as arrays: the ends of each, and the cables at each device by id. */
final class CableIndex {

  private final int[] lower;
  private final int[] upper;
  private final int[] firsts;
  private final int[] cables;

  CableIndex(Topology topology) {
    int count = topology.cables().size();
    lower = new int[count];
    upper = new int[count];
    firsts = new int[topology.devices().size() + 1];
    cables = new int[2 * count];
    for (Cable cable : topology.cables()) {
      lower[cable.id()] = cable.lower().id();
      upper[cable.id()] = cable.upper().id();
      firsts[cable.lower().id() + 1]++;
      firsts[cable.upper().id() + 1]++;
    }
    Arrays.parallelPrefix(firsts, Integer::sum);
    int[] next = firsts.clone();
    for (int cable = 0; cable < count; cable++) {
      cables[next[lower[cable]]++] = cable;
      cables[next[upper[cable]]++] = cable;
    }
  }

  int lower(int cable) {
    return lower[cable];
  }

  int upper(int cable) {
    return upper[cable];
  }

  /** The device at the other end. */
  int opposite(int cable, int device) {
    return lower[cable] + upper[cable] - device;
  }

  int first(int device) {
    return firsts[device];
  }

  /** One past the last of a device's cables. */
  int end(int device) {
    return firsts[device + 1];
  }

  int cable(int index) {
    return cables[index];
  }
}
