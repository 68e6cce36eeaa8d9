package weft.scenario.validate;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Quantities;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.TransportSpec;

/** Rules of the parameters of a transport: what must not be nothing, and what must be in order. */
final class TransportRules {

  /** What is a share or a number of packets at least: less would overflow waiting times. */
  private static final double LEAST = 1e-6;

  private final String path;
  private final Findings findings;

  private TransportRules(String path, Findings findings) {
    this.path = path;
    this.findings = findings;
  }

  /**
   * Applies them.
   *
   * @param fullBytes a full packet with its header
   */
  static void apply(TransportSpec spec, int fullBytes, String path, Findings findings) {
    TransportRules rules = new TransportRules(path + "." + spec.name() + ".", findings);
    if (spec instanceof TransportSpec.Roce roce) {
      rules.holdsAPacket(roce.windowBytes(), fullBytes, "256KiB");
    } else if (spec instanceof TransportSpec.Nscc nscc) {
      rules.holdsAPacket(nscc.windowBytes(), fullBytes, "225kB");
    } else if (spec instanceof TransportSpec.Dcqcn dcqcn) {
      rules.atLeast("gain", dcqcn.gain(), "0.00390625");
      rules.atLeast("additive-share", dcqcn.additiveShare(), "0.001");
      rules.atLeast("hyper-steps", dcqcn.hyperSteps(), "10");
      rules.atLeast("least-share", dcqcn.leastShare(), "0.001");
    } else if (spec instanceof TransportSpec.Hpcc hpcc) {
      rules.atLeast("utilization", hpcc.utilization(), "0.95");
      rules.atLeast("least-share", hpcc.leastShare(), "0.001");
    } else if (spec instanceof TransportSpec.Swift swift) {
      rules.swift(swift);
    } else if (spec instanceof TransportSpec.Ndp ndp) {
      rules.atLeast("pull-share", ndp.pullShare(), "0.99");
    } else if (spec instanceof TransportSpec.Ideal ideal) {
      rules.atLeast("window-trips", ideal.windowTrips(), "2");
    }
  }

  private void swift(TransportSpec.Swift swift) {
    atLeast("additive-packets", swift.additivePackets(), "1");
    atLeast("decrease", swift.decrease(), "0.8");
    atLeast("largest-decrease", swift.largestDecrease(), "0.5");
    atLeast("least-packets", swift.leastPackets(), "0.001");
    atLeast("largest-trips", swift.largestTrips(), "8");
    if (atLeast("least-scaled-packets", swift.leastScaledPackets(), "0.1")
        && swift.leastScaledPackets() >= swift.largestScaledPackets()) {
      findings.error(
          path + "least-scaled-packets",
          "is %s, must be less than largest-scaled-packets, %s. Maybe 0.1 and 100."
              .formatted(plain(swift.leastScaledPackets()), plain(swift.largestScaledPackets())));
    }
  }

  /** A sender whose window is less sends a packet at a time all the same. */
  private void holdsAPacket(@Nullable Long windowBytes, int fullBytes, String usual) {
    if (windowBytes != null && windowBytes < fullBytes) {
      findings.error(
          path + "window",
          "is %s, less than a packet with its header, %s. Maybe %s."
              .formatted(
                  Quantities.format(Dimension.SIZE, windowBytes),
                  Quantities.format(Dimension.SIZE, fullBytes),
                  usual));
    }
  }

  private boolean atLeast(String key, double value, String usual) {
    if (value < LEAST) {
      findings.error(
          path + key, "is %s, the least is 0.000001. Maybe %s.".formatted(plain(value), usual));
      return false;
    }
    return true;
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
