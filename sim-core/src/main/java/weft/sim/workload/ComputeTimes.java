package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** How long ranks have computed in a run, and whether one took longer than those it works with. */
public final class ComputeTimes {

  private final Program program;
  private final IntUnaryOperator partOfRank;
  private final OperationLog log;

  /**
   * The times of a run.
   *
   * @param program the whole program
   * @param partOfRank for each rank, under which number the log has it
   */
  public ComputeTimes(Program program, IntUnaryOperator partOfRank, OperationLog log) {
    this.program = program;
    this.partOfRank = partOfRank;
    this.log = log;
  }

  /** How long a rank computed, on all its streams, picoseconds. */
  public long computePs(int rank) {
    int part = partOfRank.applyAsInt(rank);
    Ops[] streams = program.streams(rank);
    long sumPs = 0;
    for (int stream = 0; stream < streams.length; stream++) {
      for (int position = 0; position < streams[stream].size(); position++) {
        if (streams[stream].activity(position) == Activity.NOT_STARTED) {
          continue;
        }
        if (streams[stream].kind(position) == OpKind.COMPUTE) {
          sumPs += log.endPs(part, stream, position) - log.endPs(part, stream, position - 1);
        } else if (streams[stream].kind(position) == OpKind.COLLECTIVE) {
          sumPs += streams[stream].beside(position);
        }
      }
    }
    return sumPs;
  }

  /** Whether a rank is in a group with others. */
  public boolean hasPeers(int rank) {
    return !peers(rank).isEmpty();
  }

  /**
   * The median of how long the others computed in the groups of a rank, or, if it {@link #hasPeers}
   * not, of all ranks of its job; picoseconds.
   */
  public long peersPs(int rank) {
    IntArrayList peers = peers(rank);
    IntStream compared = peers.isEmpty() ? ofJob(rank) : peers.intStream();
    long[] times = compared.mapToLong(this::computePs).sorted().toArray();
    return times[(times.length - 1) / 2];
  }

  /** All ranks, of several jobs those of the same one. */
  private IntStream ofJob(int rank) {
    IntStream all = IntStream.range(0, program.ranks());
    return program.jobs().stream()
        .filter(job -> job.has(rank))
        .findFirst()
        .map(job -> all.filter(job::has))
        .orElse(all);
  }

  private IntArrayList peers(int rank) {
    IntArrayList peers = new IntArrayList();
    for (Program.Groups groups : program.groups()) {
      int group = groups.groupOfRank()[rank];
      for (int member : group < 0 ? new int[0] : groups.members()[group]) {
        if (member != rank) {
          peers.add(member);
        }
      }
    }
    return peers;
  }
}
