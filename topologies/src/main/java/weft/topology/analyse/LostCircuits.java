package weft.topology.analyse;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import weft.topology.graph.Cable;
import weft.topology.graph.CircuitSwitch;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * How many GPUs are lost when an optical circuit switch fails, and all its circuits with it.
 *
 * <p>Parts are merged by union–find that can be taken back. The circuits of one half of the
 * switches are merged before the other half is asked about, and so on down to one switch, of which
 * alone the circuits are then missing: every cable is merged as many times as the logarithm of the
 * number of switches says, not once for each of them.
 */
final class LostCircuits {

  private final int[] parents;
  private final int[] gpus;
  private final int[] sizes;

  /** Roots that were put below others, in that order. */
  private final IntArrayList merged = new IntArrayList();

  /** By circuit switch. */
  private final List<List<Cable>> circuits = new ArrayList<>();

  private final int[] cutOff;

  /** By device, what it hung together with before. */
  private final int[] whole;

  private LostCircuits(Topology topology, Predicate<Cable> counts) {
    int devices = topology.devices().size();
    parents = new int[devices];
    Arrays.setAll(parents, device -> device);
    gpus = new int[devices];
    topology.devices(DeviceKind.GPU).forEach(gpu -> gpus[gpu.id()] = 1);
    sizes = new int[devices];
    Arrays.fill(sizes, 1);
    whole = new int[devices];
    Map<CircuitSwitch, List<Cable>> bySwitch = new HashMap<>();
    for (CircuitSwitch circuitSwitch : topology.circuitSwitches()) {
      List<Cable> own = new ArrayList<>();
      bySwitch.put(circuitSwitch, own);
      circuits.add(own);
    }
    cutOff = new int[circuits.size()];
    for (Cable cable : topology.cables()) {
      CircuitSwitch through = cable.circuitSwitch();
      List<Cable> own = through == null ? null : bySwitch.get(through);
      if (own != null) {
        own.add(cable);
      } else if (counts.test(cable)) {
        merge(cable);
      }
    }
  }

  /**
   * One number for each of a topology's circuit switches: GPUs outside the largest part that is
   * left, as in {@link FailureSummary}.
   *
   * @param counts over which cables parts hang together
   */
  static int[] gpusLost(Topology topology, Predicate<Cable> counts) {
    if (topology.circuitSwitches().isEmpty()) {
      return new int[0];
    }
    LostCircuits losses = new LostCircuits(topology, counts);
    int before = losses.merged.size();
    losses.merge(0, losses.circuits.size());
    Arrays.setAll(losses.whole, losses::root);
    losses.undo(before);
    losses.fail(0, losses.circuits.size());
    return losses.cutOff;
  }

  /** Answers for some of the switches; the circuits of all others are merged. */
  private void fail(int from, int to) {
    if (to - from == 1) {
      cutOff[from] = cutOff(circuits.get(from));
      return;
    }
    int middle = (from + to) / 2;
    int before = merged.size();
    merge(middle, to);
    fail(from, middle);
    undo(before);
    merge(from, middle);
    fail(middle, to);
    undo(before);
  }

  /** Every part into which something falls holds an end of a circuit that is lost. */
  private int cutOff(List<Cable> lost) {
    Int2IntOpenHashMap all = new Int2IntOpenHashMap();
    Int2IntOpenHashMap largest = new Int2IntOpenHashMap();
    Int2IntOpenHashMap seen = new Int2IntOpenHashMap();
    for (Cable cable : lost) {
      for (int end : new int[] {cable.lower().id(), cable.upper().id()}) {
        int part = root(end);
        if (seen.put(part, 1) == 0) {
          all.addTo(whole[end], gpus[part]);
          largest.mergeInt(whole[end], gpus[part], Math::max);
        }
      }
    }
    int sum = 0;
    for (int before : all.keySet()) {
      sum += all.get(before) - largest.get(before);
    }
    return sum;
  }

  private void merge(int from, int to) {
    circuits.subList(from, to).forEach(own -> own.forEach(this::merge));
  }

  private void merge(Cable cable) {
    int one = root(cable.lower().id());
    int other = root(cable.upper().id());
    if (one != other) {
      int below = sizes[one] < sizes[other] ? one : other;
      int above = one + other - below;
      parents[below] = above;
      sizes[above] += sizes[below];
      gpus[above] += gpus[below];
      merged.add(below);
    }
  }

  private void undo(int before) {
    while (merged.size() > before) {
      int below = merged.popInt();
      int above = parents[below];
      parents[below] = below;
      sizes[above] -= sizes[below];
      gpus[above] -= gpus[below];
    }
  }

  private int root(int device) {
    int at = device;
    while (parents[at] != at) {
      at = parents[at];
    }
    return at;
  }
}
