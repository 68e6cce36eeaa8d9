package weft.sim.collective;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A collective algorithm for one group: who sends what to whom, and what each waits for. It knows
 * no time and no sizes.
 *
 * <h2>Participants and lanes</h2>
 *
 * <p>Participants are the ranks, 0 … {@link #ranks} − 1, and after them the {@linkplain Relay
 * relays}. Each has lanes, each lane a sequence of {@linkplain Step steps} that it takes one after
 * the other; lanes go on side by side (a lane is a thread block of MSCCL, a group of warps of
 * NCCL). A lane belongs to a channel, that is, its messages have the flow number of that channel.
 *
 * <p>What lane <i>a</i> of one participant sends to lane <i>b</i> of another is received there in
 * the same order; both name each other. Nothing else orders messages.
 *
 * <h2>Data and passes</h2>
 *
 * <p>The data of a pass, as large on a rank as {@link Operation} counts it, is cut into {@link
 * #pieces} pieces over all channels. Large data goes through in several passes, each with a slice
 * of all pieces: a lane begins the next pass as soon as it has ended its last step, without waiting
 * for other lanes. Passes have blocks of their own, so they do not disturb each other; how many may
 * be under way at once (how large the buffers are) is for the one who runs it to say.
 *
 * <p>A participant has {@link #blocks} blocks, each of which holds a piece, or a sum of the same
 * piece of several ranks. {@link #inputBlock} and {@link #outputBlock} say which of a rank's hold
 * its data before and after; blocks of relays and those that are not input hold nothing at first.
 *
 * <p>Implementations compute steps by formula. They are immutable, need memory that is linear in
 * participants × channels, and are built in a time that is.
 */
public interface Schedule {

  /** What it does. */
  Operation operation();

  /** Name of the algorithm, as in files and results. */
  String algorithm();

  /** The rank that has the data first or last, where the operation has such a one; else 0. */
  default int root() {
    return 0;
  }

  /** Number of ranks, at least 1. */
  int ranks();

  /** What the participants after the ranks stand for. */
  default List<Relay> relays() {
    return List.of();
  }

  /** Number of ranks and relays. */
  default int participants() {
    return ranks() + relays().size();
  }

  /** Number of channels, at least 1. */
  int channels();

  /**
   * Into how many pieces a rank's data of a pass is cut. Where ranks have parts of the data (see
   * {@link Operation#isPartitioned}), a multiple of {@link #ranks}: the first pieces are those of
   * rank 0.
   */
  int pieces();

  /**
   * What each rank has for each other, if it is for these sizes only: what has nothing is not sent.
   * Null if it is for data of any size, cut into equal pieces.
   */
  default @Nullable PairSizes pairs() {
    return null;
  }

  /**
   * The sizes of its pieces.
   *
   * @param bytes the data of all passes on one rank, as {@link Operation} counts it; of no account
   *     if it has sizes of its own
   */
  default Sizes sizes(long bytes) {
    PairSizes pairs = pairs();
    return pairs == null ? Sizes.equal(bytes, pieces()) : Sizes.ofPairs(pairs, ranks(), pieces());
  }

  /** Number of lanes of a participant. */
  int lanes(int participant);

  /** The channel that a lane belongs to. */
  int channel(int participant, int lane);

  /** Number of steps of a lane in a pass; 0 if it has nothing to do. */
  int steps(int participant, int lane);

  /** Says what a lane does in a step. */
  void step(int participant, int lane, int step, Step into);

  /** Number of blocks of a participant. */
  int blocks(int participant);

  /** The block of a rank that holds its input piece {@code i} before. */
  int inputBlock(int rank, int i);

  /** The block of a rank that holds its output piece {@code i} after. */
  int outputBlock(int rank, int i);

  /** The parts of a pass, in order; a ring, a tree and the like have one. */
  List<Phase> phases();

  /**
   * Shows all connections, the same ones as the steps make, in an order that does not change. Takes
   * a time that is linear in their number.
   */
  void connections(Connections visitor);
}
