package weft.sim.workload;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** When the flows of a {@link FlowList} were started and delivered. Immutable. */
public final class FlowTimes {

  /** The time of what has not happened. */
  public static final long NEVER = -1;

  /** In place of a link: none limits a flow, or it is not known which. */
  public static final int NO_LINK = -1;

  private final FlowList flows;
  private final long[] startsPs;
  private final long[] endsPs;
  private final long[] idealsPs;

  /** Of flows that were sent several times, the mean completion time; null if none was. */
  private final long @Nullable [] meansPs;

  FlowTimes(
      FlowList flows, long[] startsPs, long[] endsPs, long @Nullable [] meansPs, long[] idealsPs) {
    this.flows = flows;
    this.idealsPs = idealsPs.clone();
    this.startsPs = startsPs.clone();
    this.endsPs = endsPs.clone();
    this.meansPs = meansPs == null ? null : meansPs.clone();
  }

  /** The flows. */
  public FlowList flows() {
    return flows;
  }

  /** The times of the flows of one part, counted from its first one. */
  public FlowTimes of(FlowList.Part part) {
    int end = part.first() + part.count();
    return new FlowTimes(
        flows.of(part),
        Arrays.copyOfRange(startsPs, part.first(), end),
        Arrays.copyOfRange(endsPs, part.first(), end),
        meansPs == null ? null : Arrays.copyOfRange(meansPs, part.first(), end),
        Arrays.copyOfRange(idealsPs, part.first(), end));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FlowTimes times
        && flows.equals(times.flows)
        && Arrays.equals(startsPs, times.startsPs)
        && Arrays.equals(endsPs, times.endsPs)
        && Arrays.equals(meansPs, times.meansPs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(endsPs);
  }

  /** When a flow was started (last), picoseconds; {@link #NEVER} if it was not. */
  public long startPs(int flow) {
    return startsPs[flow];
  }

  /** When a flow was delivered (last), picoseconds; {@link #NEVER} if it was not. */
  public long endPs(int flow) {
    return endsPs[flow];
  }

  /** When the last flow was delivered, picoseconds; 0 if none was. */
  public long lastPs() {
    return Math.max(0, Arrays.stream(endsPs).max().orElse(0));
  }

  /** Whether a flow was delivered. */
  public boolean isDelivered(int flow) {
    return endsPs[flow] != NEVER;
  }

  /**
   * Flow completion time (FCT), from start to end, picoseconds; of a delivered flow. Of several
   * rounds the mean, rounded.
   */
  public long completionPs(int flow) {
    return meansPs == null ? endsPs[flow] - startsPs[flow] : meansPs[flow];
  }

  /**
   * How many times as long a delivered flow took as it does alone: completion time over (latency of
   * its path + bytes / payload rate of its narrowest link). Of a sprayed flow a link is as wide as
   * its rate over the share that it carries. Of one with a rate cap below that, the cap counts.
   */
  public double slowdown(int flow) {
    return slowdown(flow, completionPs(flow));
  }

  /** The {@link #slowdown} of a delivered flow in the last round. */
  public double lastSlowdown(int flow) {
    return slowdown(flow, endsPs[flow] - startsPs[flow]);
  }

  private double slowdown(int flow, long timePs) {
    return (double) timePs / idealsPs[flow];
  }

  /** Completion times of the delivered flows in the order of the list, picoseconds. */
  public LongStream completionsPs() {
    return IntStream.range(0, flows.count())
        .filter(this::isDelivered)
        .mapToLong(this::completionPs);
  }
}
