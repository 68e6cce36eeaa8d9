package weft.benchmark;

import weft.architecture.ArchitectureContract;
import weft.architecture.PackageTable;

/**
 * The packages of the benchmarks module; they may see every module, so only their rows are kept.
 */
final class ArchitectureTest extends ArchitectureContract {
  private static final String FIXTURE = "weft.benchmark.fixture";

  ArchitectureTest() {
    super(
        PackageTable.below("weft.benchmark")
            .libraries("java", "org.openjdk.jmh", "org.jspecify")
            .everyPackageSeesBelow("weft.sim", "weft.topology", "weft.scenario")
            .row(FIXTURE)
            .row("weft.benchmark.micro", FIXTURE)
            .row("weft.benchmark.model", FIXTURE)
            .row("weft.benchmark.macro", FIXTURE));
  }
}
