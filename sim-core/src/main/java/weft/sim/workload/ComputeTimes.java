package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;

/**
 * How long ranks have computed in a run, and whether one took longer than others with the same
 * work.
 */
public final class ComputeTimes {

  private final Program program;
  private final IntUnaryOperator simulatedOfRank;
  private final OperationLog log;

  /** What is known of roles: the same of all their ranks. */
  private final Map<Integer, Map<Work, Integer>> works = new HashMap<>();

  private final Map<Integer, Long> times = new HashMap<>();

  /**
   * The times of a run.
   *
   * @param program the whole program
   * @param simulatedOfRank for each rank, under which number the log has it
   */
  public ComputeTimes(Program program, IntUnaryOperator simulatedOfRank, OperationLog log) {
    this.program = program;
    this.simulatedOfRank = simulatedOfRank;
    this.log = log;
  }

  /** How long a rank computed, on all its streams, picoseconds. */
  public long computePs(int rank) {
    int simulated = simulatedOfRank.applyAsInt(rank);
    Ops[] streams = program.streams(rank);
    long sumPs = 0;
    for (int stream = 0; stream < streams.length; stream++) {
      for (int position = 0; position < streams[stream].size(); position++) {
        if (streams[stream].activity(position) == Activity.NOT_STARTED) {
          continue;
        }
        if (streams[stream].kind(position) == OpKind.COMPUTE) {
          sumPs +=
              log.endPs(simulated, stream, position) - log.endPs(simulated, stream, position - 1);
        } else if (streams[stream].kind(position) == OpKind.COLLECTIVE) {
          sumPs += streams[stream].overlappedPs(position);
        }
      }
    }
    return sumPs;
  }

  /**
   * How long the fastest computed that does the same work as a rank, itself among them,
   * picoseconds: as many computations, collectives and messages of each kind and size, in the same
   * job. So the stages of a pipeline are not compared where one has more layers, or the output.
   */
  public long peersPs(int rank) {
    Map<Work, Integer> work = known(rank);
    IntOpenHashSet seen = new IntOpenHashSet();
    return ofJob(rank)
        .filter(other -> seen.add(program.role(other)))
        .filter(other -> known(other).equals(work))
        .mapToLong(other -> times.computeIfAbsent(program.role(other), any -> computePs(other)))
        .min()
        .orElseThrow();
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

  /** Something that a rank does; how long a computation takes is not told apart. */
  private record Work(
      OpKind kind, Activity activity, int operand, @Nullable Operation operation, long bytes) {}

  private Map<Work, Integer> known(int rank) {
    return works.computeIfAbsent(program.role(rank), any -> work(rank));
  }

  /** What a rank does, and how often, in whatever order. */
  private Map<Work, Integer> work(int rank) {
    Map<Work, Integer> work = new HashMap<>();
    for (Ops ops : program.streams(rank)) {
      for (int position = 0; position < ops.size(); position++) {
        OpKind kind = ops.kind(position);
        boolean isCollective = kind == OpKind.COLLECTIVE;
        if (kind != OpKind.AWAIT && kind != OpKind.MARK) {
          work.merge(
              new Work(
                  kind,
                  ops.activity(position),
                  ops.operand(position),
                  isCollective ? ops.operation(position) : null,
                  kind == OpKind.COMPUTE ? 0 : ops.amount(position)),
              1,
              Integer::sum);
        }
      }
    }
    return work;
  }
}
