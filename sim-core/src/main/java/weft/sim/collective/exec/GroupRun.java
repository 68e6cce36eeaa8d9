package weft.sim.collective.exec;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.KnownTime;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.cost.Charges;
import weft.sim.transfer.NetworkModel;
import weft.sim.unit.Durations;

/**
 * What a communicator is doing: the state of its collective under way, which can only be one, and
 * what is known of those before. A collective is known and only counted, or goes round the rings as
 * {@link RingStreams} or in {@link RingSteps}, or by a schedule ({@link ScheduleRunner}).
 */
final class GroupRun {

  private static final int NONE = -1;

  private final Communicator communicator;
  private final Rings rings;
  private final RingLoads loads;
  private final RingStreams streams;

  /** Null until the first collective that goes step by step. */
  private @Nullable RingSteps steps;

  /** Null if the time of a collective depends on what else goes on. */
  private @Nullable Repetitions repetitions;

  /** The one under way; null if it is simulated. */
  private Repetitions.@Nullable Entry repeated;

  private boolean isBusy;
  private Operation operation = Operation.ALL_REDUCE;
  private long bytes = -1;
  private Charges charges;
  private long token;
  private long startPs;
  private long endPs;
  private int boundLink;
  private double latenessPs;
  private int usedChannels;
  private boolean wasStepped;

  GroupRun(Communicator communicator) {
    this.communicator = communicator;
    rings = communicator.rings();
    charges = communicator.charges();
    loads = new RingLoads(rings, charges);
    streams = new RingStreams(rings, loads);
    repetitions = communicator.time() == null ? null : new Repetitions();
  }

  /** Whose run it is. */
  Communicator communicator() {
    return communicator;
  }

  /** Whether none of its collectives has been simulated yet. */
  boolean isNew() {
    return bytes < 0;
  }

  /** Nobody else uses its links: what has been simulated once need not be again. */
  void repeats() {
    if (repetitions == null) {
      repetitions = new Repetitions();
    }
  }

  /** What is known of a collective without simulating it; null if that has to be done. */
  Repetitions.@Nullable Entry known(Operation operation, long bytes) {
    if (repetitions == null) {
      return null;
    }
    Repetitions.Entry entry = repetitions.find(operation, bytes);
    KnownTime time = communicator.time();
    return entry == null && time != null ? given(time, operation, bytes) : entry;
  }

  private Repetitions.Entry given(KnownTime time, Operation operation, long bytes) {
    Repetitions.Entry entry =
        new Repetitions.Entry(
            operation,
            bytes,
            communicator.charges().withLaunch(0),
            time.durationPs(bytes),
            NONE,
            0,
            new long[0][]);
    Objects.requireNonNull(repetitions).add(entry);
    return entry;
  }

  /**
   * A collective begins.
   *
   * @return how long it takes from its launch on, if that is known, picoseconds; −1 if it has to be
   *     simulated
   */
  long begin(Operation operation, long bytes, Plan plan, long token, long nowPs) {
    if (isBusy) {
      throw new IllegalStateException("a second collective on a busy communicator");
    }
    isBusy = true;
    this.token = token;
    wasStepped = communicator.isStepped();
    usedChannels = rings.channels();
    repeated = known(operation, bytes);
    if (repeated != null) {
      boundLink = repeated.boundLink;
      latenessPs = repeated.latenessPs;
      charges = repeated.charges;
      repeated.repeat(1);
      return repeated.durationPs;
    }
    this.operation = operation;
    this.bytes = bytes;
    charges = plan.charges();
    startPs = nowPs;
    boundLink = NONE;
    latenessPs = 0;
    Schedule schedule = plan.schedule();
    if (schedule == null) {
      loads.set(operation, bytes, charges);
    } else {
      usedChannels = schedule.channels();
    }
    return -1;
  }

  /** What the library adds to the collective under way. */
  Charges charges() {
    return charges;
  }

  /** What the collective under way sends round the rings. */
  RingLoads loads() {
    return loads;
  }

  /** The steps of the collective under way. */
  RingSteps steps() {
    if (steps == null) {
      steps = new RingSteps(rings);
    }
    return steps;
  }

  /** The transfers of all channels start now. */
  void launched(long nowPs) {
    startPs = nowPs;
    if (wasStepped) {
      steps().start(rings.steps(operation));
    } else {
      streams.start(nowPs);
    }
  }

  /**
   * The stream of an edge has been delivered.
   *
   * @param slowestDrainPs see {@link NetworkModel#slowestDrainPs}
   * @return whether it was the last of all: then {@link #endPs()} is known
   */
  boolean delivered(int channel, int position, long nowPs, long slowestDrainPs, int link) {
    if (!streams.delivered(channel, position, nowPs, slowestDrainPs, link, repetitions != null)) {
      return false;
    }
    endPs = streams.endPs();
    boundLink = streams.boundLink();
    latenessPs = streams.latenessPs();
    return true;
  }

  /** The last chunk of all steps has arrived, by way of a channel. */
  void stepped(long nowPs, int channel) {
    endPs = Durations.add(nowPs, charges.chunksPs());
    double latencyPs = 0;
    for (int position = 0; position < rings.ranks(); position++) {
      latencyPs += rings.ring(channel).latencyPs(position);
    }
    latencyPs *= (double) rings.steps(operation) / rings.ranks();
    boundLink = latencyPs > (endPs - startPs) / 2.0 ? NONE : steps().boundLink();
  }

  /** When the collective ends, or ended, picoseconds. */
  long endPs() {
    return endPs;
  }

  /** The collective has ended that was known or went round the rings. Returns its token. */
  long end() {
    if (repetitions != null && repeated == null && rings.ranks() > 1) {
      remember(repetitions, endPs - startPs, transfersPs());
    }
    isBusy = false;
    return token;
  }

  /** A collective that a schedule says how to do has ended. Returns its token. */
  long end(long nowPs, int boundLink, boolean isStepped, double latenessPs, long[] transfersPs) {
    this.boundLink = boundLink;
    this.latenessPs = latenessPs;
    wasStepped = isStepped;
    if (repetitions != null) {
      long durationPs = nowPs - startPs - charges.launchPs();
      remember(repetitions, durationPs, new long[][] {transfersPs});
    }
    isBusy = false;
    return token;
  }

  private void remember(Repetitions repetitions, long durationPs, long[][] transfersPs) {
    repetitions.add(
        new Repetitions.Entry(
            operation, bytes, charges, durationPs, boundLink, latenessPs, transfersPs));
  }

  private long[][] transfersPs() {
    int ranks = rings.ranks();
    long[][] transfersPs = new long[rings.channels()][ranks];
    for (int edge = 0; edge < rings.edges(); edge++) {
      transfersPs[edge / ranks][edge % ranks] =
          wasStepped ? steps().transferPs(edge) : rings.ring(edge / ranks).transferPs(edge % ranks);
    }
    return transfersPs;
  }

  /** Tells the network of the transfers that were not simulated. */
  void settle(NetworkModel network) {
    if (repetitions != null && communicator.time() == null) {
      UnsimulatedTransfers transfers = new UnsimulatedTransfers(network, communicator);
      repetitions.entries().forEach(transfers::tell);
    }
  }

  /** Channels of the last collective. */
  int usedChannels() {
    return usedChannels;
  }

  /** Whether each step of the last collective was simulated. */
  boolean wasStepped() {
    return wasStepped;
  }

  /** The link that bounded the last collective; −1 if latency did. */
  int boundLink() {
    return boundLink;
  }

  /** See {@link RingRunner#latenessPs}. */
  double latenessPs() {
    return latenessPs;
  }
}
