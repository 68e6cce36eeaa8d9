package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** A transport of the packet model: its name, or its name with parameters. */
@NameOrMapping
public sealed interface TransportSpec permits TransportSpec.Known, TransportSpec.Parameters {

  /** InfiniBand's longest timeout, 4.096 µs × 2^31, picoseconds. */
  long MOST_TIME_PS = 8_796_093_022_208_000L;

  /** Least time and bytes after which something is done again and again. */
  long LEAST_TIMER_PS = 1_000_000;

  /** The same of bytes. */
  long LEAST_COUNTER_BYTES = 1_000;

  /** Its name. */
  String name();

  /** A transport with its defaults. */
  record Known(@Key(doc = "The name.") @NameOf(NameKind.TRANSPORT) String name)
      implements TransportSpec {}

  /** A transport with its parameters. */
  @OneOf
  sealed interface Parameters extends TransportSpec
      permits Roce, Dcqcn, Hpcc, Swift, Ndp, Nscc, Ideal {
    @Override
    default String name() {
      return Schema.formName(((Record) this).getClass());
    }
  }

  /** RoCEv2 without congestion control. */
  @Doc(
      "RoCEv2 with go-back-N and without congestion control: flow control (PFC) keeps it from"
          + " losing packets.")
  record Roce(
      @Key(
              doc =
                  "Bytes that a queue pair has under way at most, headers included; at least a"
                      + " full packet.",
              absent = "no limit",
              example = "256KiB",
              min = 1)
          @Nullable Long windowBytes,
      @Key(
              doc =
                  "Until a sender that hears nothing goes back to what was not acknowledged; longer"
                      + " than the longest round trip. The default is 4.096 us × 2^14, InfiniBand's"
                      + " timeout 14.",
              defaultText = "67.108864ms",
              min = 1,
              max = MOST_TIME_PS)
          long timeoutPs,
      @Key(
              doc = "Whether the last packet of a message is padded to a full one, as htsim does.",
              defaultText = "off")
          OnOff pad)
      implements Parameters {}

  /** RoCEv2 with DCQCN. */
  @Doc("DCQCN (Zhu et al., SIGCOMM 2015), with the paper's parameters where it has them.")
  record Dcqcn(
      @Key(
              doc = "Weight of a notification in the estimate of congestion (g); above 0.",
              defaultText = "0.00390625",
              max = 1)
          double gain,
      @Key(
              doc = "Least time between two notifications (CNP) of a flow.",
              defaultText = "50us",
              max = MOST_TIME_PS)
          long notificationGapPs,
      @Key(
              doc = "Time without a notification after which the estimate falls.",
              defaultText = "55us",
              min = LEAST_TIMER_PS,
              max = MOST_TIME_PS)
          long alphaTimerPs,
      @Key(
              doc = "Time without a notification after which the rate rises.",
              defaultText = "55us",
              min = LEAST_TIMER_PS,
              max = MOST_TIME_PS)
          long increaseTimerPs,
      @Key(
              doc = "Bytes without a notification after which the rate rises.",
              defaultText = "10MB",
              min = LEAST_COUNTER_BYTES)
          long increaseCounterBytes,
      @Key(
              doc = "How often timer or counter expire before the rate exceeds the old one.",
              defaultText = "5",
              min = 1,
              max = 1_000)
          int fastRecoveries,
      @Key(
              doc = "Additive increase as a share of the line rate; above 0.",
              defaultText = "0.001",
              max = 1)
          double additiveShare,
      @Key(doc = "Hyper increase in additive ones; above 0.", defaultText = "10", max = 1_000)
          double hyperSteps,
      @Key(doc = "Least rate as a share of the line rate; above 0.", defaultText = "0.001", max = 1)
          double leastShare,
      @Key(
              doc = "As of `roce`; four round trips at least.",
              defaultText = "67.108864ms",
              min = 1,
              max = MOST_TIME_PS)
          long timeoutPs)
      implements Parameters {}

  /** HPCC. */
  @Doc(
      "HPCC (Li et al., SIGCOMM 2019); the paths of its packets cannot change, for a sender compares"
          + " what a link says with what it said before.")
  record Hpcc(
      @Key(doc = "Use of a link to settle at (eta); above 0.", defaultText = "0.95", max = 1)
          double utilization,
      @Key(doc = "Additive steps before a proportional one.", defaultText = "5", max = 1_000)
          int stages,
      @Key(
              doc = "Additive step of the window (W_AI).",
              defaultText = "80B",
              min = 1,
              max = 1_000_000_000)
          long additiveBytes,
      @Key(doc = "Least window as a share of the first; above 0.", defaultText = "0.001", max = 1)
          double leastShare,
      @Key(
              doc = "As of `roce`; four round trips at least.",
              defaultText = "67.108864ms",
              min = 1,
              max = MOST_TIME_PS)
          long timeoutPs)
      implements Parameters {}

  /** Swift. */
  @Doc("Swift (Kumar et al., SIGCOMM 2020).")
  record Swift(
      @Key(
              doc = "Packets that a window grows by in a round trip (ai); above 0.",
              defaultText = "1",
              max = 1_000)
          double additivePackets,
      @Key(doc = "Strength of the decrease (beta); above 0.", defaultText = "0.8", max = 1)
          double decrease,
      @Key(
              doc = "Largest decrease at once, share of the window (max_mdf); above 0.",
              defaultText = "0.5",
              max = 1)
          double largestDecrease,
      @Key(
              doc = "Target delay without what links and small windows add.",
              absent = "each flow's round trip without queues",
              example = "25us",
              min = 1,
              max = MOST_TIME_PS)
          @Nullable Long baseTargetPs,
      @Key(doc = "What each link adds to the target.", defaultText = "1us", max = MOST_TIME_PS)
          long hopTargetPs,
      @Key(
              doc = "What small windows add to the target at most, in targets without it.",
              defaultText = "4",
              max = 1_000)
          double flowRange,
      @Key(
              doc = "Window in packets at which that is most; above 0.",
              defaultText = "0.1",
              max = 1_000_000)
          double leastScaledPackets,
      @Key(
              doc = "Window in packets from which on nothing is added; above the last.",
              defaultText = "100",
              max = 1_000_000)
          double largestScaledPackets,
      @Key(doc = "Least window in packets; above 0.", defaultText = "0.001", max = 1)
          double leastPackets,
      @Key(doc = "Largest window in rate × round trip; above 0.", defaultText = "8", max = 1_000)
          double largestTrips,
      @Key(
              doc =
                  "Until a packet that nothing was heard of is sent again; twice the largest target"
                      + " at least.",
              defaultText = "500us",
              min = 1,
              max = MOST_TIME_PS)
          long timeoutPs)
      implements Parameters {}

  /** NDP. */
  @Doc("NDP (Handley et al., SIGCOMM 2017).")
  record Ndp(
      @Key(
              doc = "Packets that a sender begins with, unasked.",
              absent = "rate × round trip of each flow, at least 50 as in htsim",
              example = "50",
              min = 1,
              max = 65_536)
          @Nullable Integer firstWindow,
      @Key(
              doc = "Share of its rate at which a receiver asks for packets; above 0.",
              defaultText = "0.99",
              max = 1)
          double pullShare,
      @Key(
              doc =
                  "Until a packet that nothing was heard of is sent again; four round trips at"
                      + " least.",
              defaultText = "1ms",
              min = 1,
              max = MOST_TIME_PS)
          long timeoutPs)
      implements Parameters {}

  /** NSCC. */
  @Doc("Congestion control of Ultra Ethernet, NSCC (specification 1.0, section 3.6.13).")
  record Nscc(
      @Key(
              doc = "Round trip between the hosts that are farthest apart, which flows begin with.",
              absent = "each flow's own",
              example = "12us",
              min = 1,
              max = MOST_TIME_PS)
          @Nullable Long networkRttPs,
      @Key(
              doc = "Queueing delay to settle at.",
              absent = "0.75 × the round trip",
              example = "9us",
              min = 1,
              max = MOST_TIME_PS)
          @Nullable Long targetDelayPs,
      @Key(
              doc = "First and largest window; at least a full packet with its header.",
              absent = "1.5 × rate × round trip",
              example = "225kB",
              min = 1,
              max = 1_000_000_000)
          @Nullable Long windowBytes,
      @Key(
              doc = "After how many bytes a receiver acknowledges.",
              defaultText = "16384B",
              min = 1,
              max = 1_000_000_000)
          long acknowledgeEveryBytes,
      @Key(
              doc =
                  "Until a packet that nothing was heard of is sent again; four round trips at"
                      + " least.",
              defaultText = "100us",
              min = 1,
              max = MOST_TIME_PS)
          long timeoutPs)
      implements Parameters {}

  /** A baseline. */
  @Doc(
      "A baseline, an assumption: line rate and no reaction to anything, on switches without limits"
          + " unless some are given.")
  record Ideal(
      @Key(
              doc = "Window in rate × round trip; above 0, 16 packets at least.",
              defaultText = "2",
              max = 1_000)
          double windowTrips,
      @Key(
              doc =
                  "Until a packet that nothing was heard of is sent again; longer than the longest"
                      + " round trip.",
              defaultText = "100ms",
              min = 1,
              max = MOST_TIME_PS)
          long timeoutPs)
      implements Parameters {}
}
