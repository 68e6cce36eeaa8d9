package weft.sim.workload;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What the flows of a {@link FlowList.Part} were held up by, and which of them the end hangs on. Of
 * several rounds each has its part of the chain; all else is of the last one.
 *
 * <p>Takes 12 bytes a flow, and about 24 more for each link that limited it.
 */
public final class FlowLog {

  /** In place of a flow: nothing but time. */
  private static final int NOBODY = -1;

  /** In place of a link: the network has not said. */
  private static final int UNKNOWN = FlowTimes.NO_LINK - 1;

  private final FlowList.Part part;

  /** By flow, counted from the first one of the part, and link, how long that has limited it. */
  private final Long2LongOpenHashMap heldPs = new Long2LongOpenHashMap();

  /** By flow, the link of those that has done so for longest. */
  private final int[] longest;

  /** By flow, the link that limited it last. */
  private final int[] last;

  /** By flow, the one that had its turn in the queue before, and was delivered when it started. */
  private final int[] givers;

  private final List<Piece> chain = new ArrayList<>();

  /**
   * A flow that the end hangs on.
   *
   * @param flow counted from the first one of the part
   * @param startPs when it started: when the one before was delivered, or its time had come
   * @param endPs when it was delivered
   * @param link the link that limited it for longest, as far as that is known, else the one that
   *     the network names; {@link FlowTimes#NO_LINK} if none does
   */
  public record Piece(int flow, long startPs, long endPs, int link) {}

  FlowLog(FlowList.Part part) {
    this.part = part;
    longest = new int[part.count()];
    last = new int[part.count()];
    givers = new int[part.count()];
    beginRound();
  }

  /** Forgets what was of the round before, but for the chain. */
  void beginRound() {
    heldPs.clear();
    Arrays.fill(longest, UNKNOWN);
    Arrays.fill(last, FlowTimes.NO_LINK);
    Arrays.fill(givers, NOBODY);
  }

  void held(int flow, int link, long durationPs) {
    int at = flow - part.first();
    long sumPs = heldPs.addTo(key(at, link), durationPs) + durationPs;
    if (sumPs > heldPs.get(key(at, longest[at]))) {
      longest[at] = link;
    }
  }

  void delivered(int flow, int link) {
    last[flow - part.first()] = link;
  }

  void gaveWay(int flow, int follower) {
    givers[follower - part.first()] = flow - part.first();
  }

  /** All flows of a round are delivered: adds to the chain what its end hung on. */
  void endRound(long[] startsPs, long[] endsPs) {
    int flow = 0;
    for (int other = 1; other < part.count(); other++) {
      flow = endsPs[part.first() + other] > endsPs[part.first() + flow] ? other : flow;
    }
    int before = chain.size();
    while (flow != NOBODY) {
      int at = part.first() + flow;
      chain.add(new Piece(flow, startsPs[at], endsPs[at], link(flow)));
      flow = givers[flow];
    }
    Collections.reverse(chain.subList(before, chain.size()));
  }

  /**
   * The flows that the end hangs on, first to last: the one that ended last, of several the first
   * in the list, before it the one whose delivery gave it its turn in its queue, and so on; before
   * the first of a round the last of the round before. Where one does not begin with the end of the
   * one before, it was its time that it waited for.
   */
  public List<Piece> chain() {
    return Collections.unmodifiableList(chain);
  }

  /** The link that limited a flow for longest, see {@link Piece#link}. */
  public int link(int flow) {
    return longest[flow] == UNKNOWN ? last[flow] : longest[flow];
  }

  /**
   * For how long that link has limited it, or if it is {@link FlowTimes#NO_LINK} its own cap,
   * picoseconds; 0 if that is not known.
   */
  public long heldPs(int flow) {
    return heldPs.get(key(flow, link(flow)));
  }

  private static long key(int flow, int link) {
    return (long) flow << Integer.SIZE | (link - UNKNOWN);
  }
}
