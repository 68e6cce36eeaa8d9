package weft.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rules that every module keeps; a module's own test adds its table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureContract {
  private final PackageTable table;
  private Architecture architecture;

  protected ArchitectureContract(PackageTable table) {
    this.table = table;
  }

  protected final PackageTable table() {
    return table;
  }

  @BeforeAll
  void importClasses() {
    architecture = new Architecture(table);
    assertThat(architecture.packages()).as("packages found below " + table.root()).isNotEmpty();
  }

  @Test
  void everyPackageIsInTheAllowList() {
    assertNone(architecture.unlistedPackages());
  }

  @Test
  void packagesSeeOnlyWhatTheirRowPermits() {
    assertNone(architecture.forbiddenDependencies());
  }

  @Test
  void everyPermissionIsNeeded() {
    assertNone(architecture.idlePermissions());
  }

  @Test
  void packagesFormNoCycle() {
    assertNone(architecture.cycles());
  }

  @Test
  void everyPackageIsNullMarked() {
    assertNone(architecture.packagesNotNullMarked());
  }

  @Test
  void nothingStaticIsMutable() {
    assertNone(architecture.mutableStatics());
  }

  /** A table without rows and libraries would permit nothing, so it must find something. */
  @Test
  void theCheckerFindsWhatIsNotListed() {
    Architecture unlisted = new Architecture(PackageTable.below(table.root()));
    assertThat(unlisted.unlistedPackages()).hasSameSizeAs(architecture.packages());
    assertThat(unlisted.forbiddenDependencies()).isNotEmpty();
  }

  private static void assertNone(Collection<String> violations) {
    assertThat(violations)
        .overridingErrorMessage(
            () -> violations.size() + " violation(s):\n" + String.join("\n", violations))
        .isEmpty();
  }
}
