package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import weft.sim.flow.maxmin.MaxMinSystem;
import weft.sim.transfer.Sharing;

/** How each transfer shares links, by its number: most do it alike, so each way has an id. */
final class Sharings {

  /** The id of {@link Sharing#EQUAL}. */
  static final int EQUAL = 0;

  private final List<Sharing> known = new ArrayList<>(List.of(Sharing.EQUAL));
  private final Object2IntOpenHashMap<Sharing> ids = new Object2IntOpenHashMap<>();
  private int[] idOfFlow = new int[0];

  /** The id of a way to share. */
  int id(Sharing sharing) {
    if (sharing.equals(Sharing.EQUAL)) {
      return EQUAL;
    }
    int id = ids.getInt(sharing);
    if (id == 0) {
      id = known.size();
      known.add(sharing);
      ids.put(sharing, id);
    }
    return id;
  }

  /** Whether all transfers so far share alike. */
  boolean areEqual() {
    return known.size() == 1;
  }

  void set(int flow, int id) {
    if (flow >= idOfFlow.length) {
      if (id == EQUAL) {
        return;
      }
      idOfFlow = IntArrays.grow(idOfFlow, flow + 1);
    }
    idOfFlow[flow] = id;
  }

  int of(int flow) {
    return flow < idOfFlow.length ? idOfFlow[flow] : EQUAL;
  }

  /** Adds a flow to a system that shares as a transfer does. */
  void addTo(MaxMinSystem system, int flow) {
    int id = of(flow);
    if (id == EQUAL) {
      system.addFlow();
    } else {
      Sharing sharing = known.get(id);
      system.addFlow(
          sharing.weight(),
          sharing.rateCapBps() == Sharing.NO_CAP
              ? Double.POSITIVE_INFINITY
              : (double) sharing.rateCapBps(),
          sharing.priority());
    }
  }
}
