package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import weft.scenario.parse.Quantities;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.Operation;
import weft.scenario.spec.WorkloadSpec;

/** Rules of a collective workload. */
final class CollectiveRules {

  private static final String COLLECTIVE = "workload.collective";
  private static final String OPERATION = COLLECTIVE + ".operation";
  private static final String BEGIN = COLLECTIVE + ".begin";
  private static final String END = COLLECTIVE + ".end";
  private static final String FACTOR = COLLECTIVE + ".factor";
  private static final String RANKS = COLLECTIVE + ".ranks";
  private static final String GPUS = COLLECTIVE + ".gpus";
  private static final String PAIRS = COLLECTIVE + ".pair-sizes";

  private static final int ELEMENT_BYTES = 4;

  private CollectiveRules() {}

  static void apply(WorkloadSpec.Collective collective, OptionalInt gpus, Findings findings) {
    OptionalInt ranks =
        gpus.isPresent() && findings.sound(RANKS, GPUS)
            ? OptionalInt.of(collective.members(gpus.getAsInt()).length)
            : OptionalInt.empty();
    if (collective.pairSizes() != null) {
      PairRules.apply(collective, ranks, findings);
    } else if (findings.sound(OPERATION)) {
      sizes(collective, findings);
    }
    AlgorithmFileRules.apply(collective, ranks, findings);
    Integer wanted = collective.ranks();
    if (gpus.isPresent() && wanted != null && wanted > gpus.getAsInt()) {
      findings.error(
          RANKS,
          grouped(wanted)
              + " ranks take part, but "
              + findings.owner()
              + " has "
              + grouped(gpus.getAsInt())
              + " GPUs. Maybe "
              + gpus.getAsInt()
              + ".");
    }
    if (gpus.isPresent() && findings.sound(GPUS)) {
      members(collective, gpus.getAsInt(), findings);
    }
    if (wanted == null && gpus.isPresent() && gpus.getAsInt() < 2 && findings.sound(RANKS)) {
      findings.error(COLLECTIVE, "needs two GPUs, but " + findings.owner() + " has one.");
    }
  }

  private static void members(WorkloadSpec.Collective collective, int most, Findings findings) {
    List<Integer> members = collective.gpus();
    if (members == null) {
      return;
    }
    if (collective.ranks() != null) {
      findings.error(RANKS, "says how many take part, and gpus which. Maybe gpus alone.");
    }
    if (members.size() < 2) {
      findings.error(GPUS, "is one GPU, but a collective needs two. Maybe another one.");
    }
    Set<Integer> seen = new HashSet<>();
    for (int rank = 0; rank < members.size(); rank++) {
      int gpu = members.get(rank);
      if (gpu >= most) {
        findings.error(
            GPUS + "." + rank,
            "is %s, but the fabric has the GPUs 0 … %s. Maybe %s."
                .formatted(grouped(gpu), grouped(most - 1), grouped(most - 1)));
      } else if (!seen.add(gpu)) {
        findings.error(GPUS + "." + rank, "is %s, which is there already.".formatted(grouped(gpu)));
      }
    }
  }

  private static void sizes(WorkloadSpec.Collective collective, Findings findings) {
    if (collective.operation() == Operation.BARRIER) {
      for (String key : new String[] {BEGIN, END, FACTOR}) {
        findings.noEffect(key, "a barrier has no size");
      }
    } else if (findings.sound(PAIRS, BEGIN) && collective.beginBytes() == null) {
      findings.error(COLLECTIVE, "the key \"begin\" is missing. Maybe begin: 1MiB.");
    } else if (findings.sound(PAIRS, BEGIN, END)) {
      range(collective, findings);
    }
  }

  private static void range(WorkloadSpec.Collective collective, Findings findings) {
    long begin = collective.firstBytes();
    long last = collective.lastBytes();
    if (begin > last) {
      String from = size(begin);
      String to = size(last);
      findings.error(
          END,
          to + " is less than begin, " + from + ". Maybe begin: " + to + " and end: " + from + ".");
    }
    if (begin == last) {
      findings.noEffect(FACTOR, "there is only one size");
    } else if (begin < last && begin > last / collective.factor() && findings.sound(FACTOR)) {
      String next = size(Math.multiplyExact(begin, collective.factor()));
      findings.noEffect(END, "the size after begin would be " + next);
      findings.noEffect(FACTOR, "there is only one size, since the next would be " + next);
    }
    elements(begin, findings);
  }

  /** All sizes are multiples of the first. */
  private static void elements(long begin, Findings findings) {
    long rest = begin % ELEMENT_BYTES;
    if (rest != 0) {
      long below = begin - rest;
      findings.warning(
          BEGIN,
          size(begin)
              + " is no multiple of 4 bytes, the element of nccl-tests, which would round it down."
              + " Maybe "
              + (below == 0 ? "" : size(below) + " or ")
              + size(below + ELEMENT_BYTES)
              + ".");
    }
  }

  private static String size(long bytes) {
    return Quantities.format(Dimension.SIZE, bytes);
  }
}
