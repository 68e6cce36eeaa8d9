package weft.sim.collective;

import java.util.ArrayList;
import java.util.List;

/**
 * A schedule whose steps are written down one by one, as one from a file.
 *
 * <p>It has one phase, since nothing is known of how its steps belong together; the phase counts no
 * hops between domains, as it is not known where the ranks are ({@link Hops} counts them).
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
    GroupShape oneNode = GroupShape.ofNodes(ranks.size());
    phases = List.of(new Phase(Phase.Kind.TREE, Hops.of(this, oneNode).messages(), 0));
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
        for (Sent sent : sent(lanes.get(lane))) {
          visitor.connection(
              0,
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

  /** What a lane sends, by destination, in the order of the first messages. */
  private static List<Sent> sent(Lane lane) {
    List<Sent> all = new ArrayList<>();
    for (Entry entry : lane.steps()) {
      if (entry.sendPeer() != Step.NONE) {
        Sent found = null;
        for (Sent sent : all) {
          found = sent.isTo(entry) ? sent : found;
        }
        if (found == null) {
          found = new Sent(entry.sendPeer(), entry.sendLane());
          all.add(found);
        }
        found.messages++;
        found.pieces += entry.count();
      }
    }
    return all;
  }

  /** What goes over a connection. */
  private static final class Sent {
    private final int peer;
    private final int peerLane;
    private int messages;
    private long pieces;

    Sent(int peer, int peerLane) {
      this.peer = peer;
      this.peerLane = peerLane;
    }

    boolean isTo(Entry entry) {
      return entry.sendPeer() == peer && entry.sendLane() == peerLane;
    }
  }
}
