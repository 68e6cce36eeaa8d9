package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.OptionalInt;
import weft.scenario.parse.Quantities;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.WorkloadSpec;

/** Rules of a collective workload. */
final class CollectiveRules {

  private static final String COLLECTIVE = "workload.collective";
  private static final String BEGIN = COLLECTIVE + ".begin";
  private static final String END = COLLECTIVE + ".end";
  private static final String FACTOR = COLLECTIVE + ".factor";
  private static final String RANKS = COLLECTIVE + ".ranks";

  private static final int ELEMENT_BYTES = 4;

  private CollectiveRules() {}

  static void apply(WorkloadSpec.Collective collective, OptionalInt gpus, Findings findings) {
    if (findings.sound(BEGIN, END)) {
      sizes(collective, findings);
    }
    Integer ranks = collective.ranks();
    if (gpus.isPresent() && ranks != null && ranks > gpus.getAsInt()) {
      findings.error(
          RANKS,
          grouped(ranks)
              + " ranks take part, but the fabric has "
              + grouped(gpus.getAsInt())
              + " GPUs. Maybe "
              + gpus.getAsInt()
              + ".");
    }
    if (ranks == null && gpus.isPresent() && gpus.getAsInt() < 2 && findings.sound(RANKS)) {
      findings.error(COLLECTIVE, "needs two GPUs, but the fabric has one.");
    }
  }

  private static void sizes(WorkloadSpec.Collective collective, Findings findings) {
    long begin = collective.beginBytes();
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
