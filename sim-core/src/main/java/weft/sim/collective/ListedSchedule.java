package weft.sim.collective;

import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A schedule whose steps are written down one by one, as one from a file.
 *
 * <p>Its phases are the messages that as many others have to come before, one after the other, on
 * the longest way ({@link Hops}). None counts as one between domains until {@link #in} says where
 * the ranks are.
 */
public final class ListedSchedule implements Schedule {

  /**
   * What a step does, as {@link Step} says it.
   *
   * @param receivePeer from whom it receives; {@link Step#NONE} if it does not
   * @param receiveLane lane of that participant
   * @param sendPeer to whom it sends; {@link Step#NONE} if it does not
   * @param sendLane lane of that participant
   * @param reduces whether it adds
   * @param stores whether it stores
   * @param source first block that it reads
   * @param target first block that it writes
   * @param piece first piece of the data that it handles
   * @param count number of blocks
   * @param after the steps that it waits for
   */
  public record Entry(
      int receivePeer,
      int receiveLane,
      int sendPeer,
      int sendLane,
      boolean reduces,
      boolean stores,
      int source,
      int target,
      long piece,
      int count,
      List<Dependency> after) {

    /** Keeps a copy of the list. */
    public Entry {
      after = List.copyOf(after);
    }
  }

  /**
   * A step of another lane.
   *
   * @param lane of the same participant
   * @param step of that lane
   */
  public record Dependency(int lane, int step) {}

  /**
   * The steps of a lane.
   *
   * @param channel that the lane belongs to
   * @param steps in order
   */
  public record Lane(int channel, List<Entry> steps) {

    /** Keeps a copy of the list. */
    public Lane {
      steps = List.copyOf(steps);
    }
  }

  /**
   * What belongs to a rank.
   *
   * @param blocks number of its blocks
   * @param input block of each piece of its input
   * @param output block of each piece of its output
   * @param lanes its lanes
   */
  public record Rank(int blocks, List<Integer> input, List<Integer> output, List<Lane> lanes) {

    /** Keeps copies of the lists. */
    public Rank {
      input = List.copyOf(input);
      output = List.copyOf(output);
      lanes = List.copyOf(lanes);
    }
  }

  private final Operation operation;
  private final String algorithm;
  private final int root;
  private final int pieces;
  private final int channels;
  private final List<Rank> ranks;
  private final List<Phase> phases;

  /** Of each rank's lanes the first, and of each step how many messages came before. */
  private final int[] firstLanes;

  private final int[][] depths;

  /**
   * A schedule of these steps. Nothing is checked but that channels are not negative.
   *
   * @param algorithm its name
   * @param root the rank that has the data first or last; 0 if the operation has no root
   * @param pieces into how many a rank's data is cut
   */
  public ListedSchedule(
      Operation operation, String algorithm, int root, int pieces, List<Rank> ranks) {
    this.operation = operation;
    this.algorithm = algorithm;
    this.root = root;
    this.pieces = pieces;
    this.ranks = List.copyOf(ranks);
    int most = 0;
    for (Rank rank : ranks) {
      for (Lane lane : rank.lanes()) {
        if (lane.channel() < 0) {
          throw new IllegalArgumentException("channel " + lane.channel());
        }
        most = Math.max(most, lane.channel());
      }
    }
    channels = most + 1;
    firstLanes = new int[ranks.size()];
    for (int rank = 1; rank < firstLanes.length; rank++) {
      firstLanes[rank] = firstLanes[rank - 1] + lanes(rank - 1);
    }
    depths = Hops.before(this);
    phases = phases(GroupShape.ofNodes(ranks.size()));
  }

  private ListedSchedule(ListedSchedule other, GroupShape shape) {
    operation = other.operation;
    algorithm = other.algorithm;
    root = other.root;
    pieces = other.pieces;
    channels = other.channels;
    ranks = other.ranks;
    firstLanes = other.firstLanes;
    depths = other.depths;
    phases = phases(shape);
  }

  /**
   * The same, knowing which of its messages go from node to node.
   *
   * @param shape of a group of as many ranks
   */
  public ListedSchedule in(GroupShape shape) {
    if (shape.ranks() != ranks()) {
      throw new IllegalArgumentException(ranks() + " ranks in a group of " + shape.ranks());
    }
    return new ListedSchedule(this, shape);
  }

  /** What belongs to each rank, as it was written. */
  public List<Rank> listed() {
    return ranks;
  }

  private List<Phase> phases(GroupShape shape) {
    BitSet used = new BitSet();
    BitSet scaleOut = new BitSet();
    connections(
        (phase, channel, source, sourceLane, destination, destinationLane, messages, carried) -> {
          used.set(phase);
          scaleOut.set(phase, scaleOut.get(phase) || shape.isScaleOut(source, destination));
        });
    return IntStream.range(0, used.length())
        .mapToObj(phase -> new Phase(Phase.Kind.EXCHANGE, 1, scaleOut.get(phase) ? 1 : 0))
        .toList();
  }

  @Override
  public Operation operation() {
    return operation;
  }

  @Override
  public String algorithm() {
    return algorithm;
  }

  @Override
  public int root() {
    return root;
  }

  @Override
  public int ranks() {
    return ranks.size();
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int pieces() {
    return pieces;
  }

  @Override
  public int lanes(int participant) {
    return ranks.get(participant).lanes().size();
  }

  @Override
  public int channel(int participant, int lane) {
    return ranks.get(participant).lanes().get(lane).channel();
  }

  @Override
  public int steps(int participant, int lane) {
    return ranks.get(participant).lanes().get(lane).steps().size();
  }

  @Override
  public void step(int participant, int lane, int step, Step into) {
    Entry entry = ranks.get(participant).lanes().get(lane).steps().get(step);
    into.clear()
        .contiguous(0, entry.count())
        .offsets(entry.source(), entry.target(), entry.piece());
    if (entry.receivePeer() != Step.NONE) {
      into.receive(entry.receivePeer(), entry.receiveLane());
    }
    if (entry.sendPeer() != Step.NONE) {
      into.send(entry.sendPeer(), entry.sendLane());
    }
    if (entry.reduces()) {
      into.reduce();
    }
    if (entry.stores()) {
      into.store();
    }
    for (Dependency dependency : entry.after()) {
      into.after(dependency.lane(), dependency.step());
    }
  }

  @Override
  public int blocks(int participant) {
    return ranks.get(participant).blocks();
  }

  @Override
  public int inputBlock(int rank, int i) {
    return ranks.get(rank).input().get(i);
  }

  @Override
  public int outputBlock(int rank, int i) {
    return ranks.get(rank).output().get(i);
  }

  @Override
  public List<Phase> phases() {
    return phases;
  }

  @Override
  public void connections(Connections visitor) {
    for (int rank = 0; rank < ranks.size(); rank++) {
      List<Lane> lanes = ranks.get(rank).lanes();
      for (int lane = 0; lane < lanes.size(); lane++) {
        for (Sent sent : sent(lanes.get(lane), depths[firstLanes[rank] + lane])) {
          visitor.connection(
              sent.phase,
              lanes.get(lane).channel(),
              rank,
              lane,
              sent.peer,
              sent.peerLane,
              sent.messages,
              sent.pieces);
        }
      }
    }
  }

  /** What a lane sends, by phase and destination, in the order of the first messages. */
  private static Collection<Sent> sent(Lane lane, int[] depths) {
    Map<List<Integer>, Sent> all = new LinkedHashMap<>();
    for (int step = 0; step < depths.length; step++) {
      Entry entry = lane.steps().get(step);
      if (entry.sendPeer() != Step.NONE) {
        Sent found =
            all.computeIfAbsent(
                List.of(depths[step], entry.sendPeer(), entry.sendLane()),
                key -> new Sent(key.get(0), key.get(1), key.get(2)));
        found.messages++;
        found.pieces += entry.count();
      }
    }
    return all.values();
  }

  /** What goes over a connection. */
  private static final class Sent {
    private final int phase;
    private final int peer;
    private final int peerLane;
    private int messages;
    private long pieces;

    Sent(int phase, int peer, int peerLane) {
      this.phase = phase;
      this.peer = peer;
      this.peerLane = peerLane;
    }
  }
}
