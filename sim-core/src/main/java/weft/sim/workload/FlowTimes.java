package weft.sim.workload;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** When the flows of a {@link FlowList} were started and delivered. Immutable. */
public final class FlowTimes {

  /** The time of what has not happened. */
  public static final long NEVER = -1;

  private final FlowList flows;
  private final long[] startsPs;
  private final long[] endsPs;
  private final long[] idealsPs;

  FlowTimes(FlowList flows, long[] startsPs, long[] endsPs, long[] idealsPs) {
    this.flows = flows;
    this.idealsPs = idealsPs.clone();
    this.startsPs = startsPs.clone();
    this.endsPs = endsPs.clone();
  }

  /** The flows. */
  public FlowList flows() {
    return flows;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FlowTimes times
        && flows.equals(times.flows)
        && Arrays.equals(startsPs, times.startsPs)
        && Arrays.equals(endsPs, times.endsPs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(endsPs);
  }

  /** When a flow was started, picoseconds; {@link #NEVER} if it was not. */
  public long startPs(int flow) {
    return startsPs[flow];
  }

  /** When a flow was delivered, picoseconds; {@link #NEVER} if it was not. */
  public long endPs(int flow) {
    return endsPs[flow];
  }

  /** Whether a flow was delivered. */
  public boolean isDelivered(int flow) {
    return endsPs[flow] != NEVER;
  }

  /** Flow completion time (FCT), from start to end, picoseconds; of a delivered flow. */
  public long completionPs(int flow) {
    return endsPs[flow] - startsPs[flow];
  }

  /**
   * How many times as long a delivered flow took as it does alone: completion time over (latency of
   * its path + bytes / payload rate of its narrowest link). Of a sprayed flow a link is as wide as
   * its rate over the share that it carries; a cap of the rate is left out.
   */
  public double slowdown(int flow) {
    return (double) completionPs(flow) / idealsPs[flow];
  }

  /** Completion times of the delivered flows in the order of the list, picoseconds. */
  public LongStream completionsPs() {
    return IntStream.range(0, flows.count())
        .filter(this::isDelivered)
        .mapToLong(this::completionPs);
  }
}
