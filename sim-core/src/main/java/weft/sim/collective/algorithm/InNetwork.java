package weft.sim.collective.algorithm;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Relay;
import weft.sim.collective.Step;

/**
 * All-reduce in the scale-out switches (SHARP; NCCL's CollNet Direct): heads send their sections to
 * their leaf switches, which add them up and send the sums to a spine, one for each section, which
 * does the same; the result comes back the same way. A section whose heads are all below one leaf
 * is added up there (Graham et al.: Scalable hierarchical aggregation protocol (SHARP), COMHPC
 * 2016).
 *
 * <p>Lanes of a leaf: <i>h</i> adds up section h; heads + <i>h</i> receives its result; then one
 * for each head below it, by section and node, that sends the result to it. Lanes of a spine: 0
 * adds up; 1 + <i>i</i> sends the result to the i-th leaf.
 */
final class InNetwork extends Heads {

  /** The lanes of a head: one that sends to the leaf, one that receives from it. */
  private static final int UP = 0;

  private static final int DOWN = 1;

  /** A leaf and the heads below it: in each section, from {@code first[h]} on. */
  private record Leaf(int place, IntArrayList children, int[] first) {}

  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Relay> relays = new ArrayList<>();

  /** Of each section and node, the number of the leaf, and that of the head among its children. */
  private final int[] leafOf;

  private final int[] childOf;

  /** Of each section, its leaves; and its spine among the relays, −1 if it has none. */
  private final IntArrayList[] leavesOf;

  private final int[] spineOf;
  private final IntArrayList sections = new IntArrayList();

  InNetwork(Operation operation, GroupShape shape, int channels) {
    super(operation, Algorithm.IN_NETWORK, shape, channels, 1);
    int nodes = shape.nodes();
    leafOf = new int[heads() * nodes];
    childOf = new int[heads() * nodes];
    leavesOf = new IntArrayList[heads()];
    spineOf = new int[heads()];
    Int2IntOpenHashMap numbers = new Int2IntOpenHashMap();
    for (int head = 0; head < heads(); head++) {
      leavesOf[head] = new IntArrayList();
      for (int node = 0; node < nodes; node++) {
        int place = shape.leaf(head(node, head));
        int leaf = numbers.computeIfAbsent(place, at -> leaves.size());
        if (leaf == leaves.size()) {
          leaves.add(new Leaf(place, new IntArrayList(), new int[heads() + 1]));
          relays.add(new Relay(Relay.Kind.LEAF, place));
        }
        IntArrayList children = leaves.get(leaf).children();
        leafOf[head * nodes + node] = leaf;
        childOf[head * nodes + node] = children.size();
        children.add(head(node, head));
        if (!leavesOf[head].contains(leaf)) {
          leavesOf[head].add(leaf);
        }
      }
      for (Leaf leaf : leaves) {
        leaf.first()[head + 1] = leaf.children().size();
      }
    }
    for (int head = 0; head < heads(); head++) {
      spineOf[head] = -1;
      if (leavesOf[head].size() > 1) {
        spineOf[head] = relays.size();
        relays.add(new Relay(Relay.Kind.SPINE, sections.size()));
        sections.add(head);
      }
    }
  }

  @Override
  public List<Relay> relays() {
    return relays;
  }

  private int group(int rank) {
    return number(rank) * shape().nodes() + shape().node(rank);
  }

  private boolean isLeaf(int participant) {
    return participant >= ranks() && participant - ranks() < leaves.size();
  }

  private Leaf leaf(int participant) {
    return leaves.get(participant - ranks());
  }

  /** The section of a spine. */
  private int section(int participant) {
    return sections.getInt(participant - ranks() - leaves.size());
  }

  @Override
  int lanesBetween(int participant) {
    return 2;
  }

  @Override
  int lanesOfChannel(int participant) {
    if (participant < ranks()) {
      return super.lanesOfChannel(participant);
    }
    return isLeaf(participant)
        ? 2 * heads() + leaf(participant).children().size()
        : 1 + leavesOf[section(participant)].size();
  }

  @Override
  int stepsBetween(int rank, int channel, int lane) {
    return 1;
  }

  @Override
  int stepsOfLane(int participant, int channel, int lane) {
    if (participant < ranks()) {
      return super.stepsOfLane(participant, channel, lane);
    }
    if (!isLeaf(participant)) {
      return lane == 0 ? leavesOf[section(participant)].size() : 1;
    }
    int[] first = leaf(participant).first();
    if (lane < heads()) {
      return first[lane + 1] - first[lane];
    }
    int head = lane - heads();
    return head >= heads() || (first[head + 1] > first[head] && spineOf[head] >= 0) ? 1 : 0;
  }

  @Override
  void stepBetween(int rank, int channel, int lane, int step, Step into) {
    int leaf = ranks() + leafOf[group(rank)];
    section(into, channel, number(rank));
    if (lane == UP) {
      afterCollecting(rank, channel, into);
      into.send(leaf, lane(leaf, channel, number(rank)));
    } else {
      into.receive(leaf, lane(leaf, channel, 2 * heads() + childOf[group(rank)])).store();
    }
  }

  @Override
  void afterBetween(int rank, int channel, Step into) {
    into.after(lane(rank, channel, firstBetween(rank) + DOWN), 0);
  }

  @Override
  void stepOfLane(int participant, int channel, int lane, int step, Step into) {
    if (participant < ranks()) {
      super.stepOfLane(participant, channel, lane, step, into);
    } else if (!isLeaf(participant)) {
      stepOfSpine(participant, channel, lane, step, into);
    } else if (lane < heads()) {
      addUp(participant, channel, lane, step, into);
    } else if (lane < 2 * heads()) {
      int head = lane - heads();
      int spine = ranks() + spineOf[head];
      int place = leavesOf[head].indexOf(participant - ranks());
      section(into, channel, head).receive(spine, lane(spine, channel, 1 + place)).store();
    } else {
      sendDown(participant, channel, lane - 2 * heads(), into);
    }
  }

  private void addUp(int participant, int channel, int head, int step, Step into) {
    Leaf leaf = leaf(participant);
    int from = leaf.children().getInt(leaf.first()[head] + step);
    section(into, channel, head).receive(from, lane(from, channel, firstBetween(from) + UP));
    if (step > 0) {
      into.reduce();
    }
    if (leaf.first()[head] + step + 1 == leaf.first()[head + 1] && spineOf[head] >= 0) {
      int spine = ranks() + spineOf[head];
      into.send(spine, lane(spine, channel, 0));
    } else {
      into.store();
    }
  }

  private void sendDown(int participant, int channel, int child, Step into) {
    Leaf leaf = leaf(participant);
    int to = leaf.children().getInt(child);
    int head = number(to);
    section(into, channel, head).send(to, lane(to, channel, firstBetween(to) + DOWN));
    if (spineOf[head] >= 0) {
      into.after(lane(participant, channel, heads() + head), 0);
    } else {
      into.after(lane(participant, channel, head), leaf.first()[head + 1] - leaf.first()[head] - 1);
    }
  }

  private void stepOfSpine(int participant, int channel, int lane, int step, Step into) {
    int head = section(participant);
    section(into, channel, head);
    if (lane == 0) {
      int leaf = ranks() + leavesOf[head].getInt(step);
      into.receive(leaf, lane(leaf, channel, head)).store();
      if (step > 0) {
        into.reduce();
      }
    } else {
      int leaf = ranks() + leavesOf[head].getInt(lane - 1);
      into.send(leaf, lane(leaf, channel, heads() + head));
      into.after(lane(participant, channel, 0), leavesOf[head].size() - 1);
    }
  }

  @Override
  int phase(int participant, int channel, int lane, int step) {
    return participant < ranks() ? super.phase(participant, channel, lane, step) : 1;
  }

  @Override
  public List<Phase> phases() {
    boolean hasSpine = Arrays.stream(spineOf).anyMatch(spine -> spine >= 0);
    int hops = hasSpine ? 4 : 2;
    return List.of(
        new Phase(Phase.Kind.EXCHANGE, collectingHops(), 0),
        new Phase(Phase.Kind.TREE, hops, hops),
        new Phase(Phase.Kind.EXCHANGE, spreadingHops(), 0));
  }
}
