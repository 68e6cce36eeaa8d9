package weft.scenario.validate;

import weft.scenario.packet.TransportKinds;
import weft.scenario.parse.Quantities;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.TransportSpec;
import weft.sim.packet.transport.IdealTransport;
import weft.sim.packet.transport.TransportKind;
import weft.sim.packet.transport.WindowTransport;

/**
 * Rules of retransmission timeouts: with one that is not longer than the round trip a sender sends
 * all again before it can hear of anything. Transports that wait some round trips at least do not
 * care, but the user should know.
 */
final class TimeoutRules {

  /** Round trips that others than {@code roce}, {@code ideal} and {@code swift} wait at least. */
  private static final int LEAST_TRIPS = 4;

  private static final long WINDOW_PS = WindowTransport.Parameters.DEFAULT.timeoutPs();
  private static final long IDEAL_PS = IdealTransport.Parameters.DEFAULT.timeoutPs();

  private final long roundTripPs;
  private final String path;
  private final Findings findings;

  private TimeoutRules(long roundTripPs, String path, Findings findings) {
    this.roundTripPs = roundTripPs;
    this.path = path;
    this.findings = findings;
  }

  /**
   * Applies them.
   *
   * @param roundTripPs between the GPUs that are farthest apart, without queues
   */
  static void apply(TransportSpec spec, long roundTripPs, String path, Findings findings) {
    TimeoutRules rules = new TimeoutRules(roundTripPs, path, findings);
    if (spec instanceof TransportSpec.Known known) {
      rules.defaults(known);
    } else if (spec instanceof TransportSpec.Roce roce) {
      rules.longer(path + ".roce.timeout", roce.timeoutPs(), WINDOW_PS, "");
    } else if (spec instanceof TransportSpec.Ideal ideal) {
      rules.longer(path + ".ideal.timeout", ideal.timeoutPs(), IDEAL_PS, "");
    } else if (spec instanceof TransportSpec.Swift swift) {
      Long base = swift.baseTargetPs();
      double targetPs = base == null ? (double) roundTripPs : (double) base;
      rules.floor(spec, swift.timeoutPs(), 2 * (1 + swift.flowRange()) * targetPs);
    } else if (spec instanceof TransportSpec.Dcqcn dcqcn) {
      rules.floor(spec, dcqcn.timeoutPs(), (double) LEAST_TRIPS * roundTripPs);
    } else if (spec instanceof TransportSpec.Hpcc hpcc) {
      rules.floor(spec, hpcc.timeoutPs(), (double) LEAST_TRIPS * roundTripPs);
    } else if (spec instanceof TransportSpec.Ndp ndp) {
      rules.floor(spec, ndp.timeoutPs(), (double) LEAST_TRIPS * roundTripPs);
    } else if (spec instanceof TransportSpec.Nscc nscc) {
      rules.floor(spec, nscc.timeoutPs(), (double) LEAST_TRIPS * roundTripPs);
    }
  }

  private void defaults(TransportSpec.Known known) {
    TransportKind kind = TransportKinds.of(known);
    if (kind instanceof WindowTransport.Parameters || kind instanceof IdealTransport.Parameters) {
      long timeoutPs = kind instanceof IdealTransport.Parameters ? IDEAL_PS : WINDOW_PS;
      longer(path, timeoutPs, timeoutPs, "timeout ");
    }
  }

  private void longer(String key, long timeoutPs, long usualPs, String what) {
    if (timeoutPs > roundTripPs) {
      return;
    }
    long enough = Math.max(usualPs, LEAST_TRIPS * roundTripPs);
    findings.error(
        key,
        "%sis %s, not more than the longest round trip without queues, %s: all would be sent again before an acknowledgement can come. Maybe %s%s."
            .formatted(
                what,
                time(timeoutPs),
                time(roundTripPs),
                what.isEmpty() ? "" : "timeout: ",
                time(enough)));
  }

  private void floor(TransportSpec spec, long timeoutPs, double leastPs) {
    if (timeoutPs < leastPs) {
      findings.noEffect(
          path + "." + spec.name() + ".timeout",
          "%s waits at least %s between the GPUs that are farthest apart"
              .formatted(spec.name(), time((long) leastPs)));
    }
  }

  private static String time(long timePs) {
    return Quantities.format(Dimension.TIME, timePs);
  }
}
