package weft.sim.workload;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * When each operation of a run ended, and which link bounded it: 12 bytes an operation. What bound
 * what follows from that, see {@link BindingChain}.
 */
public final class OperationLog {

  private final int streams;

  /** By rank × streams + stream and position. */
  private final long[][] endsPs;

  private final int[][] boundLinks;

  /** For the operations of a program, which may be that of classes of ranks. */
  public OperationLog(Program program) {
    streams = program.maxStreams();
    endsPs = new long[program.ranks() * streams][];
    boundLinks = new int[program.ranks() * streams][];
    Arrays.fill(endsPs, new long[0]);
    for (int rank = 0; rank < program.ranks(); rank++) {
      Ops[] ofRank = program.streams(rank);
      for (int stream = 0; stream < ofRank.length; stream++) {
        endsPs[rank * streams + stream] = new long[ofRank[stream].size()];
        boundLinks[rank * streams + stream] = new int[ofRank[stream].size()];
      }
    }
  }

  void ended(int state, int position, long endPs, int boundLink) {
    endsPs[state][position] = endPs;
    boundLinks[state][position] = boundLink;
  }

  /** When an operation ended, picoseconds; the one before the first at 0. */
  long endPs(int rank, int stream, int position) {
    return position < 0 ? 0 : endsPs[rank * streams + stream][position];
  }

  /** Of some ranks, the one that ended last; the lowest where several did. */
  public int lastRank(IntPredicate ranks) {
    int last = 0;
    long latestPs = -1;
    for (int state = 0; state < endsPs.length; state++) {
      long[] ends = endsPs[state];
      if (ends.length > 0 && ends[ends.length - 1] > latestPs && ranks.test(state / streams)) {
        latestPs = ends[ends.length - 1];
        last = state / streams;
      }
    }
    return last;
  }

  /** The link that bounded it; −1 if none did. */
  int boundLink(int rank, int stream, int position) {
    return boundLinks[rank * streams + stream][position];
  }

  /** The first position of a stream that ended at a time or later. */
  int first(int rank, int stream, long timePs) {
    long[] ends = endsPs[rank * streams + stream];
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] < timePs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
