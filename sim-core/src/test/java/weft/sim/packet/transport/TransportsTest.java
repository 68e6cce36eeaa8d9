package weft.sim.packet.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The list of transports. */
final class TransportsTest {

  private static List<String> names(Predicate<Transports.Entry> which) {
    return Transports.all().stream().filter(which).map(Transports.Entry::name).toList();
  }

  @Test
  void whatTheyNeed() {
    assertThat(names(entry -> true))
        .containsExactly("roce", "dcqcn", "hpcc", "swift", "ndp", "nscc", "ideal");
    assertThat(names(Transports.Entry::needsTrimming)).containsExactly("ndp", "nscc");
    assertThat(names(Transports.Entry::needsTelemetry)).containsExactly("hpcc");
    assertThat(names(Transports.Entry::needsMarks)).containsExactly("dcqcn", "nscc");
    assertThat(names(Transports.Entry::needsFlowControl)).containsExactly("roce", "dcqcn", "hpcc");
  }

  @Test
  void unknownNames() {
    assertThat(Transports.named("tcp")).isEmpty();
  }

  /** A window that knows no limit but what both ends remember: 2 × 58,448 bytes. */
  @Test
  void theIdealWindow() {
    Transport ideal = IdealTransport.Parameters.DEFAULT.create();
    ideal.open(0, new FlowPath(2, 100_000_000_000L, 4_675_840, 4160, 64));
    assertThat(ideal.mostInFlightBytes(0)).isEqualTo(116_896);
    assertThat(ideal.maySend(0, 116_896 - 4160, 4160)).isTrue();
    assertThat(ideal.maySend(0, 116_896 - 4159, 4160)).isFalse();
  }
}
