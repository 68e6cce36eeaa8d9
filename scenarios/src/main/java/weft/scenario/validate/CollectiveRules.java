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
  private static final String RANKS = COLLECTIVE + ".ranks";

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
      String from = Quantities.format(Dimension.SIZE, begin);
      String to = Quantities.format(Dimension.SIZE, last);
      findings.error(
          END,
          to + " is less than begin, " + from + ". Maybe begin: " + to + " and end: " + from + ".");
    }
    if (begin == last) {
      findings.noEffect(COLLECTIVE + ".factor", "there is only one size");
    }
  }
}
