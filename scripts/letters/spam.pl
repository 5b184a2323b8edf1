#!/usr/bin/env perl
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
#
# Scores mails with SpamAssassin's Perl interface, all in one process: paths on standard input, a line of JSON each on standard
# output. Local rules only, those that Debian's package ships; nothing is learnt, nothing of this machine's settings is read.
#
#   spam.pl FOLDER <paths     FOLDER is an empty one of the caller's, for SpamAssassin's own files
use strict;
use warnings;
use JSON::PP ();
use Mail::SpamAssassin ();

my $folder = shift or die "usage: spam.pl FOLDER <paths\n";
my $rules = '/usr/share/spamassassin';
die "the rules are missing: $rules\n" unless -e "$rules/50_scores.cf";
mkdir "$folder/site" or die "$folder/site: $!\n";
for my $plugins (glob '/etc/spamassassin/*.pre') {
    my ($name) = $plugins =~ m{([^/]+)$};
    symlink $plugins, "$folder/site/$name" or die "$plugins: $!\n";
}

my $judge = Mail::SpamAssassin->new({
    rules_filename      => $rules,
    site_rules_filename => "$folder/site",
    userprefs_filename  => "$folder/none",
    userstate_dir       => $folder,
    home_dir_for_helpers => $folder,
    dont_copy_prefs     => 1,
    local_tests_only    => 1,
    post_config_text    => "use_bayes 0\nuse_auto_whitelist 0\nuse_txrep 0\ndns_available no\n",
});
$judge->init(1);
my $json = JSON::PP->new->utf8->canonical;
$| = 1;
print $json->encode({ version => Mail::SpamAssassin::Version() }), "\n";
while (my $path = <STDIN>) {
    chomp $path;
    open my $file, '<:raw', $path or die "$path: $!\n";
    local $/;
    my $mail = $judge->parse(scalar <$file>);
    my $status = $judge->check($mail);
    my %scores = map { $_ => 0 + ($status->{conf}{scores}{$_} // 0) } split /,/, $status->get_names_of_tests_hit();
    my %meaning = map { $_ => $status->{conf}->get_description_for_rule($_) // '' } keys %scores;
    print $json->encode({ path => $path, score => 0 + $status->get_score(), rules => \%scores, meaning => \%meaning }), "\n";
    $status->finish();
    $mail->finish();
    $/ = "\n";
}
$judge->finish();
