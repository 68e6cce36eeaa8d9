package weft.topology.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.topology.graph.Cable;
import weft.topology.graph.CableClass;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;
import weft.topology.hardware.SwitchType;

/**
 * The coarsest equitable partition of the devices (colour refinement; Berkholz, Bonsma, Grohe,
 * "Tight lower and upper bounds for the complexity of canonical colour refinement", 2017): devices
 * of one colour are of one kind and type, and have the same number of cables of each class to each
 * other colour. Names play no part.
 */
final class Colours {

  /** Fabrics that are all irregular over long distances are not worth the wait. */
  private static final long MOST_STEPS = 100_000_000;

  private final List<List<Port>> ports = new ArrayList<>();
  private final int count;

  // Neighbouring cables mostly share the object, which spares a look-up by value.
  @SuppressWarnings("ReferenceEquality")
  private Colours(Topology topology) {
    count = topology.devices().size();
    Map<CableClass, Integer> classes = new HashMap<>();
    topology.devices().forEach(device -> ports.add(new ArrayList<>()));
    CableClass last = null;
    int type = 0;
    for (Cable cable : topology.cables()) {
      if (cable.type() != last) {
        last = cable.type();
        type = classes.computeIfAbsent(last, absent -> 2 * classes.size());
      }
      int lower = cable.lower().id();
      int upper = cable.upper().id();
      ports.get(lower).add(new Port(upper, type));
      ports.get(upper).add(new Port(lower, cable.isLateral() ? type : type + 1));
    }
  }

  /** By id of the device, its colour from 0. */
  static int[] of(Topology topology) {
    Colours colours = new Colours(topology);
    Map<Integer, Integer> nodeSizes = new HashMap<>();
    topology.devices().forEach(device -> nodeSizes.merge(device.node(), 1, Integer::sum));
    Map<Sort, Integer> sorts = new HashMap<>();
    int[] start = new int[colours.count];
    for (Device device : topology.devices()) {
      int size = device.node() == Device.NONE ? 0 : nodeSizes.getOrDefault(device.node(), 0);
      SwitchType type = topology.switchType(device).orElse(null);
      Sort sort = new Sort(device.kind().ordinal(), type, size);
      start[device.id()] = sorts.computeIfAbsent(sort, absent -> sorts.size());
    }
    return colours.refine(start, sorts.size(), 2L * topology.cables().size() + colours.count);
  }

  private int[] refine(int[] start, int startColours, long stepsOfRound) {
    int[] colours = start;
    int before = startColours;
    for (long steps = stepsOfRound; steps <= MOST_STEPS; steps += stepsOfRound) {
      Map<View, Integer> views = new HashMap<>();
      int[] finer = new int[count];
      for (int device = 0; device < count; device++) {
        finer[device] = views.computeIfAbsent(view(device, colours), absent -> views.size());
      }
      if (views.size() == before) {
        return finer;
      }
      before = views.size();
      colours = finer;
    }
    // Each device is then one of its own: nothing is folded, and nothing said that is not so.
    Arrays.setAll(colours, device -> device);
    return colours;
  }

  private View view(int device, int[] colours) {
    List<Port> own = ports.get(device);
    long[] seen = new long[own.size()];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = (long) own.get(i).cables << 32 | colours[own.get(i).device];
    }
    Arrays.sort(seen);
    return new View(colours[device], seen);
  }

  /** A cable of some class and direction to a device. */
  private record Port(int device, int cables) {}

  private record Sort(int kind, @Nullable SwitchType type, int nodeSize) {}

  /** What a device sees of its neighbours. */
  private static final class View {

    private final int colour;
    private final long[] seen;
    private final int hash;

    View(int colour, long[] seen) {
      this.colour = colour;
      this.seen = seen;
      hash = 31 * Arrays.hashCode(seen) + colour;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof View view && colour == view.colour && Arrays.equals(seen, view.seen);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
