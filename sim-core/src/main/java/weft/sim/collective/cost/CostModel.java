package weft.sim.collective.cost;

import weft.sim.unit.Durations;

/**
 * Predicts how long a collective takes when it has the network to itself.
 *
 * <p>With a schedule's {@linkplain ScheduleProfile profile} and the library's {@linkplain
 * LibraryCosts constants},
 *
 * <pre>time = launch + Σ steps × (software + wire) + stream + 2 √(chunk × S / B)</pre>
 *
 * <p>The stream is what the busiest rank moves, at the rate of its links, over NVLink or over the
 * network, whichever takes longer, both together over a link that a GPU uses for both, or over one
 * after the other where chunks do not go through the schedule side by side; protocols add bytes,
 * kernels use a share of the rate.
 *
 * <p>The root is the price of pipelining. Data of S bytes goes through in k chunks. Each costs the
 * library a fixed time c over all stages (handshakes, flags, waits for a free slot), and until the
 * first one is through, the pipeline fills, which takes as long as one chunk does: S/(k B). The sum
 * k c + S/(k B) is least for k = √(S/(c B)), and then 2 √(c S/B). That NCCL's chunks grow so, from
 * 16 KiB to 2 MiB a channel, is what its rules for chunk sizes come to (2.26, src/enqueue.cc); c is
 * fitted.
 */
public final class CostModel {

  private final LibraryCosts library;
  private final LinkRates rates;

  /** A model for a library on a group's links. */
  public CostModel(LibraryCosts library, LinkRates rates) {
    this.library = library;
    this.rates = rates;
  }

  /** How long a collective takes, picoseconds. */
  public double timePs(ScheduleProfile profile, Protocol protocol, long bytes) {
    return parts(profile, protocol, bytes).sumPs();
  }

  /**
   * What a library takes the time for when it chooses, picoseconds. It counts every node of a tree
   * for an inner one, which passes everything up and down; but two nodes, as root and leaf, send
   * half of that (NCCL 2.30, src/graph/tuning.cc: half of the bus bandwidth of a tree, whatever its
   * size).
   */
  double rankingPs(ScheduleProfile profile, Protocol protocol, long bytes) {
    return timePs(profile.asLibrariesCount(), protocol, bytes);
  }

  /** The same by what it is made of. */
  public CostParts parts(ScheduleProfile profile, Protocol protocol, long bytes) {
    double stepsPs =
        profile.scaleUpHops() * (scaleUpStepPs(profile, protocol) + rates.scaleUpWirePs())
            + profile.scaleOutHops()
                * (double) (scaleOutStepPs(profile, protocol) + rates.scaleOutWirePs());
    return new CostParts(
        launchPs(profile, protocol),
        stepsPs,
        streamPs(profile, protocol, bytes),
        chunksPs(profile, protocol, bytes));
  }

  /** What a simulation of the collective has to add. */
  public Charges charges(ScheduleProfile profile, Protocol protocol, long bytes) {
    double chunks = Math.sqrt(oncePs(profile, protocol, bytes) / chunkPs(profile));
    long wanted = Math.round(chunks * Math.max(0, profile.depth() - 1));
    long most = Math.min(MOST_PASSES, mostPasses(profile, protocol, bytes));
    int passes = (int) Math.max(1, Math.min(most, wanted));
    // The simulation fills the pipeline itself, where there is one.
    double fillPs = profile.depth() == 0 ? 0 : fillPs(profile, protocol, bytes) / passes;
    double chunksPs = chunksPs(profile, protocol, bytes) - fillPs;
    return new Charges(
        launchPs(profile, protocol),
        scaleUpStepPs(profile, protocol),
        scaleOutStepPs(profile, protocol),
        Math.min(scaleUpStepPs(profile, protocol), scaleOutStepPs(profile, protocol)),
        protocol.wireFactor() / scaleUpShare(profile, protocol),
        protocol.wireFactor() / scaleOutShare(profile, protocol),
        passes,
        Durations.roundUp(Math.max(0, chunksPs)));
  }

  /** More passes than this change nothing that one could see. */
  private static final int MOST_PASSES = 4_096;

  /**
   * In how many passes the slots of a connection keep it busy: with more, its messages are so short
   * that it waits for the first one's slot to come back. So many as there are slots never wait.
   */
  private long mostPasses(ScheduleProfile profile, Protocol protocol, long bytes) {
    double upPs = scaleUpPs(profile, profile.message().scaleUp(), protocol, bytes);
    double outPs = scaleOutPs(profile, profile.message().scaleOut(), protocol, bytes);
    long upTripPs = scaleUpStepPs(profile, protocol) + rates.scaleUpWirePs();
    long outTripPs = scaleOutStepPs(profile, protocol) + rates.scaleOutWirePs();
    double trips =
        Math.min(
            upPs == 0 || upTripPs == 0 ? Double.POSITIVE_INFINITY : upPs / upTripPs,
            outPs == 0 || outTripPs == 0 ? Double.POSITIVE_INFINITY : outPs / outTripPs);
    return (long) (LibraryCosts.SLOTS * Math.max(1, Math.min(trips, MOST_PASSES)));
  }

  private long launchPs(ScheduleProfile profile, Protocol protocol) {
    return profile.family() == ScheduleProfile.Family.NVLS
        ? nvls().launchPs()
        : library.launch().of(protocol);
  }

  private long scaleUpStepPs(ScheduleProfile profile, Protocol protocol) {
    return switch (profile.family()) {
      case RING -> library.ring().scaleUp().of(protocol);
      case TREE -> library.tree().scaleUp().of(protocol);
      case NVLS -> 0;
    };
  }

  private long scaleOutStepPs(ScheduleProfile profile, Protocol protocol) {
    return switch (profile.family()) {
      case RING -> library.ring().scaleOut().of(protocol);
      case TREE -> library.tree().scaleOut().of(protocol);
      case NVLS -> nvls().scaleOutPs();
    };
  }

  private double scaleUpShare(ScheduleProfile profile, Protocol protocol) {
    return switch (profile.family()) {
      case RING -> library.ring().shares().of(protocol);
      case TREE -> library.tree().shares().of(protocol);
      case NVLS -> nvls().share();
    };
  }

  private double scaleOutShare(ScheduleProfile profile, Protocol protocol) {
    if (protocol == Protocol.LL) {
      return library.networkShareLl();
    }
    return profile.family() == ScheduleProfile.Family.RING
        ? library.ring().shares().of(protocol)
        : library.tree().shares().of(protocol);
  }

  private double chunkPs(ScheduleProfile profile) {
    return profile.family() == ScheduleProfile.Family.NVLS
        ? (double) nvls().chunkPsPerRank() * profile.fan()
        : library.chunkPs();
  }

  private double chunksPs(ScheduleProfile profile, Protocol protocol, long bytes) {
    return 2 * Math.sqrt(chunkPs(profile) * oncePs(profile, protocol, bytes));
  }

  /** What the first chunk takes from end to end, if it is all the data. */
  private double fillPs(ScheduleProfile profile, Protocol protocol, long bytes) {
    double upPs = scaleUpPs(profile, profile.message().scaleUp(), protocol, bytes);
    double outPs = scaleOutPs(profile, profile.message().scaleOut(), protocol, bytes);
    int outHops = Math.min(profile.depth(), profile.scaleOutHops());
    double allPs = (profile.depth() - outHops) * upPs + outHops * outPs;
    return Math.max(0, allPs - Math.max(upPs, outPs));
  }

  private double streamPs(ScheduleProfile profile, Protocol protocol, long bytes) {
    double sum = 0;
    for (ScheduleProfile.Turn turn : profile.turns()) {
      sum +=
          Math.max(
              Math.max(
                  scaleUpPs(profile, turn.scaleUp(), protocol, bytes),
                  scaleOutPs(profile, turn.scaleOut(), protocol, bytes)),
              sharedPs(profile, turn.together(), protocol, bytes));
    }
    return sum;
  }

  private LibraryCosts.Nvls nvls() {
    LibraryCosts.Nvls nvls = library.nvls();
    if (nvls == null) {
      throw new IllegalStateException("NVSwitches that only forward");
    }
    return nvls;
  }

  private double scaleUpPs(ScheduleProfile profile, double share, Protocol protocol, long bytes) {
    return sendPs(
        share * bytes * protocol.wireFactor() / scaleUpShare(profile, protocol),
        rates.scaleUpBps());
  }

  private double scaleOutPs(ScheduleProfile profile, double share, Protocol protocol, long bytes) {
    return sendPs(
        share * bytes * protocol.wireFactor() / scaleOutShare(profile, protocol),
        rates.scaleOutBps());
  }

  /** The way over what a GPU uses for its node and for others. */
  private double sharedPs(ScheduleProfile profile, double share, Protocol protocol, long bytes) {
    double used = Math.min(scaleUpShare(profile, protocol), scaleOutShare(profile, protocol));
    return sendPs(share * bytes * protocol.wireFactor() / used, rates.sharedBps());
  }

  /**
   * What chunks are cut from: S/B, the time of all the data through the links that bound the
   * stream. In a ring everything goes by once at all places together; elsewhere up and down count
   * by themselves.
   */
  private double oncePs(ScheduleProfile profile, Protocol protocol, long bytes) {
    ScheduleProfile.Turn whole = profile.whole();
    double upPs = scaleUpPs(profile, whole.scaleUp(), protocol, bytes);
    double outPs = scaleOutPs(profile, whole.scaleOut(), protocol, bytes);
    if (profile.family() != ScheduleProfile.Family.RING || Math.max(upPs, outPs) == 0) {
      return Math.max(Math.max(upPs, outPs), sharedPs(profile, whole.together(), protocol, bytes));
    }
    return upPs >= outPs ? upPs / whole.scaleUp() : outPs / whole.scaleOut() / profile.fan();
  }

  private static double sendPs(double bytes, long rateBps) {
    return bytes == 0 ? 0 : bytes * Byte.SIZE * 1e12 / rateBps;
  }
}
