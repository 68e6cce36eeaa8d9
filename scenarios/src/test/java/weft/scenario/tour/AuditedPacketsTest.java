package weft.scenario.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.scenario.cli.Invocation;
import weft.sim.packet.transport.Transports;

/**
 * The tour at packet level under every transport, small, with every packet audited: a model that
 * contradicts itself would end the run with exit code 3.
 */
@Tag("slow")
final class AuditedPacketsTest {

  static Stream<List<String>> runs() {
    Stream<String> stations =
        Stream.concat(
            CollectiveTourTest.rows().keySet().stream(), FlowTourTest.STATIONS.stream().sorted());
    return stations.flatMap(
        station -> Transports.all().stream().map(entry -> List.of(station, entry.name())));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void keepsItsBooks(List<String> run) {
    String station = run.get(0);
    boolean flows = FlowTourTest.STATIONS.contains(station);
    Object[] arguments = {
      "run",
      TourTest.file(station),
      "--quiet",
      "--format=json",
      "--set=checking=audit",
      "--set=network.model=packet",
      "--set=network.packet.transport=" + run.get(1),
      flows ? "--set=seed=1" : "--set=workload.collective.begin=1MiB",
      "--set=expect=" + (flows ? "{ max-fct: { max: 1h } }" : "{ busbw: { max: 1TBps } }")
    };
    Invocation done = Invocation.weft(arguments);
    assertThat(done.err()).isEmpty();
    assertThat(done.code()).isZero();
    assertThat(done.json().get("packets").get("sent").asInt()).isPositive();
  }
}
