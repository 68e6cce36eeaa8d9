package weft.scenario.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.Shares;
import weft.sim.collective.cost.Times;

/**
 * The constants that a calibration changes, each by a factor to those that it starts from: what
 * tables of times can tell apart.
 */
enum Constants {
  /** Once for each collective. */
  LAUNCH,
  /** The software of a step inside a node. */
  STEP,
  /** The software of a step between nodes. */
  NETWORK_STEP,
  /** Handshakes of a chunk. */
  CHUNK,
  /** The share of the payload rate that kernels use, but with LL, which no large message uses. */
  SHARE,
  /** The same where NVSwitches reduce. */
  NVLS_SHARE,
  /** What one process for all GPUs adds. */
  ONE_PROCESS;

  /** The names that a catalogue entry has for what the factors change. */
  static final List<String> NAMES = names();

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (String times :
        List.of("launch", "ring-step", "ring-network-step", "tree-step", "tree-network-step")) {
      names.addAll(List.of(times + "-ll", times + "-ll128", times + "-simple"));
    }
    for (String steps : List.of("ring", "tree")) {
      names.addAll(List.of(steps + "-share-ll128", steps + "-share-simple"));
    }
    names.addAll(List.of("nvls-launch", "nvls-network-step", "nvls-share"));
    names.addAll(List.of("nvls-chunk-time-per-gpu", "chunk-time", "one-process-launch"));
    return List.copyOf(names);
  }

  /** What it is called in a report. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** These constants from one, the rest from the other. */
  static LibraryCosts mixed(Set<String> those, LibraryCosts rest, LibraryCosts from) {
    LibraryCosts.Nvls nvls = rest.nvls();
    LibraryCosts.Nvls other = from.nvls();
    return new LibraryCosts(
        mixed("launch", those, rest.launch(), from.launch()),
        mixed("ring", those, rest.ring(), from.ring()),
        mixed("tree", those, rest.tree(), from.tree()),
        rest.networkShareLl(),
        nvls == null || other == null
            ? nvls
            : new LibraryCosts.Nvls(
                those.contains("nvls-launch") ? other.launchPs() : nvls.launchPs(),
                those.contains("nvls-network-step") ? other.scaleOutPs() : nvls.scaleOutPs(),
                those.contains("nvls-share") ? other.share() : nvls.share(),
                those.contains("nvls-chunk-time-per-gpu")
                    ? other.chunkPsPerRank()
                    : nvls.chunkPsPerRank(),
                nvls.leastRanks()),
        those.contains("chunk-time") ? from.chunkPs() : rest.chunkPs(),
        those.contains("one-process-launch") ? from.oneProcessPs() : rest.oneProcessPs(),
        rest.blockingPs());
  }

  private static LibraryCosts.Steps mixed(
      String name, Set<String> those, LibraryCosts.Steps rest, LibraryCosts.Steps from) {
    Shares shares = rest.shares();
    return new LibraryCosts.Steps(
        mixed(name + "-step", those, rest.scaleUp(), from.scaleUp()),
        mixed(name + "-network-step", those, rest.scaleOut(), from.scaleOut()),
        new Shares(
            shares.ll(),
            those.contains(name + "-share-ll128") ? from.shares().ll128() : shares.ll128(),
            those.contains(name + "-share-simple") ? from.shares().simple() : shares.simple()));
  }

  private static Times mixed(String name, Set<String> those, Times rest, Times from) {
    return new Times(
        those.contains(name + "-ll") ? from.llPs() : rest.llPs(),
        those.contains(name + "-ll128") ? from.ll128Ps() : rest.ll128Ps(),
        those.contains(name + "-simple") ? from.simplePs() : rest.simplePs());
  }

  /** Those that a run of this kind depends on. */
  static List<Constants> of(boolean hasNodes, boolean hasNvls, boolean isOneProcess) {
    List<Constants> constants = new ArrayList<>(List.of(LAUNCH, STEP, CHUNK, SHARE));
    if (hasNodes) {
      constants.add(NETWORK_STEP);
    }
    if (hasNvls) {
      constants.add(NVLS_SHARE);
    }
    if (isOneProcess) {
      constants.add(ONE_PROCESS);
    }
    return List.copyOf(constants);
  }

  /** Other constants: each of {@code changed} times its factor, shares up to 1. */
  static LibraryCosts scaled(LibraryCosts start, List<Constants> changed, double[] factors) {
    double[] all = new double[values().length];
    Arrays.fill(all, 1);
    for (int i = 0; i < factors.length; i++) {
      all[changed.get(i).ordinal()] = factors[i];
    }
    return new LibraryCosts(
        scaled(start.launch(), all[LAUNCH.ordinal()]),
        scaled(start.ring(), all),
        scaled(start.tree(), all),
        start.networkShareLl(),
        scaled(start.nvls(), all),
        scaled(start.chunkPs(), all[CHUNK.ordinal()]),
        scaled(start.oneProcessPs(), all[ONE_PROCESS.ordinal()]),
        start.blockingPs());
  }

  /**
   * The shares that would be above 1, by the names that a catalogue entry has for them, and what
   * they would be. {@link #scaled} leaves them at 1.
   */
  static SortedMap<String, Double> overshoots(
      LibraryCosts start, List<Constants> changed, double[] factors) {
    SortedMap<String, Double> wanted = new TreeMap<>();
    for (int i = 0; i < factors.length; i++) {
      LibraryCosts.Nvls nvls = start.nvls();
      if (changed.get(i) == SHARE) {
        wanted.put("ring-share-ll128", factors[i] * start.ring().shares().ll128());
        wanted.put("ring-share-simple", factors[i] * start.ring().shares().simple());
        wanted.put("tree-share-ll128", factors[i] * start.tree().shares().ll128());
        wanted.put("tree-share-simple", factors[i] * start.tree().shares().simple());
      } else if (changed.get(i) == NVLS_SHARE && nvls != null) {
        wanted.put("nvls-share", factors[i] * nvls.share());
      }
    }
    wanted.values().removeIf(share -> share <= 1);
    return wanted;
  }

  private static LibraryCosts.Steps scaled(LibraryCosts.Steps steps, double[] factors) {
    double share = factors[SHARE.ordinal()];
    return new LibraryCosts.Steps(
        scaled(steps.scaleUp(), factors[STEP.ordinal()]),
        scaled(steps.scaleOut(), factors[NETWORK_STEP.ordinal()]),
        new Shares(
            steps.shares().ll(),
            Math.min(1, share * steps.shares().ll128()),
            Math.min(1, share * steps.shares().simple())));
  }

  private static LibraryCosts.@Nullable Nvls scaled(
      LibraryCosts.@Nullable Nvls nvls, double[] factors) {
    return nvls == null
        ? null
        : new LibraryCosts.Nvls(
            scaled(nvls.launchPs(), factors[LAUNCH.ordinal()]),
            scaled(nvls.scaleOutPs(), factors[NETWORK_STEP.ordinal()]),
            Math.min(1, factors[NVLS_SHARE.ordinal()] * nvls.share()),
            scaled(nvls.chunkPsPerRank(), factors[CHUNK.ordinal()]),
            nvls.leastRanks());
  }

  private static Times scaled(Times times, double factor) {
    return new Times(
        scaled(times.llPs(), factor),
        scaled(times.ll128Ps(), factor),
        scaled(times.simplePs(), factor));
  }

  private static long scaled(long timePs, double factor) {
    return Math.round(timePs * factor);
  }

  /** Times to the nanosecond and shares to a thousandth, as a catalogue entry says them. */
  static LibraryCosts rounded(LibraryCosts costs) {
    LibraryCosts.Nvls nvls = costs.nvls();
    return new LibraryCosts(
        rounded(costs.launch()),
        rounded(costs.ring()),
        rounded(costs.tree()),
        costs.networkShareLl(),
        nvls == null
            ? null
            : new LibraryCosts.Nvls(
                rounded(nvls.launchPs()),
                rounded(nvls.scaleOutPs()),
                rounded(nvls.share()),
                rounded(nvls.chunkPsPerRank()),
                nvls.leastRanks()),
        rounded(costs.chunkPs()),
        rounded(costs.oneProcessPs()),
        rounded(costs.blockingPs()));
  }

  private static LibraryCosts.Steps rounded(LibraryCosts.Steps steps) {
    return new LibraryCosts.Steps(
        rounded(steps.scaleUp()),
        rounded(steps.scaleOut()),
        new Shares(
            rounded(steps.shares().ll()),
            rounded(steps.shares().ll128()),
            rounded(steps.shares().simple())));
  }

  private static Times rounded(Times times) {
    return new Times(rounded(times.llPs()), rounded(times.ll128Ps()), rounded(times.simplePs()));
  }

  private static long rounded(long timePs) {
    return Math.round(timePs / 1e3) * 1_000;
  }

  private static double rounded(double share) {
    return Math.max(0.001, Math.round(share * 1e3) / 1e3);
  }
}
